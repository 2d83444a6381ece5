using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>The same program on the published benchmark.</summary>
[NonParallelizable]
public sealed class RealTasksTests
{
    [Test]
    public void Without_a_judge_the_base_model_plays_and_nothing_is_rated()
    {
        string data = SharedFolder.Path("data/sotopia");
        using TemporaryFolder folder = new();
        (int code, string output) = SampleProcess.Run("--tasks", data, "--limit", "2", "--out", folder.File("run"));
        Assert.That(code, Is.Zero, output);
        JsonObject report = RunReport.Read(folder.File("run"));
        Assert.That((bool)report["rated"]!, Is.False);
        JsonArray methods = report["methods"]!.AsArray();
        Assert.That(methods, Has.Count.EqualTo(1));
        Assert.That((string)methods[0]!["name"]!, Is.EqualTo("base"));
        Assert.That((int)methods[0]!["episodes"]!, Is.EqualTo(4));
        Assert.That(methods[0]!["goal"], Is.Null);
        Assert.That(report["rounds"]!.AsArray(), Is.Empty);
        Assert.That(report["notes"]!.ToJsonString(), Does.Contain("fixed polite script"));
    }
}
