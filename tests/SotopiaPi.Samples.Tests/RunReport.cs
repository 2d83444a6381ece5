using System.Text.Json.Nodes;

namespace SotopiaPi.Samples.Tests;

/// <summary>Reads report.json without what differs from run to run by nature: the time.</summary>
internal static class RunReport
{
    public static JsonObject Read(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "report.json")))!.AsObject();

    public static string WithoutTimes(string folder)
    {
        JsonObject report = Read(folder);
        report.Remove("seconds");
        return report.ToJsonString();
    }
}
