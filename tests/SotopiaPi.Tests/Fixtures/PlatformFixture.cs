using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>Reads the platform fixtures and the published data that they refer to.</summary>
internal static class PlatformFixture
{
    private static readonly Lazy<Dictionary<string, ProfileFolder>> Data = new(() =>
        new[] { "sotopia", "sotopia-pi" }.ToDictionary(name => name, name => ProfileFolder.Read(SharedFolder.Path("data/" + name))));

    /// <summary>The versions whose play is imitated, with our semantics.</summary>
    public static IEnumerable<(string Version, SotopiaSemantics Semantics)> Versions => [("v2023", SotopiaSemantics.V2023), ("head", SotopiaSemantics.Current)];

    public static JsonElement Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    /// <summary>The entry of a version: its own, or that of all.</summary>
    public static JsonElement? Of(this JsonElement versions, string version) =>
        versions.TryGetProperty(version, out JsonElement own) ? own : versions.TryGetProperty("all", out JsonElement all) ? all : null;

    public static SocialTask Task(JsonElement test, string environmentKey = "environment")
    {
        string dataset = test.GetProperty("dataset").GetString()!;
        string environment = test.GetProperty(environmentKey).GetString()!;
        return SocialTask.Create(
            Data.Value[dataset].Environments.Single(profile => profile.Id == environment),
            [.. test.GetProperty("agents").EnumerateArray().Select(id => Agent(dataset, id.GetString()!))]);
    }

    public static AgentProfile Agent(string dataset, string id) => Data.Value[dataset].Agents.Single(profile => profile.Id == id);

    public static string[] Texts(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
