using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>The paper's effects, over seeds 1 to 5 of the full main job: 25 minutes on two cores.</summary>
[NonParallelizable]
[Slow]
public sealed class EffectTests
{
    private readonly Dictionary<int, JsonObject> _reports = [];

    [OneTimeSetUp]
    public void RunFiveSeeds()
    {
        using TemporaryFolder folder = new();
        foreach (int seed in Enumerable.Range(1, 5))
        {
            string run = folder.File($"seed{seed}");
            (int code, string output) = SampleProcess.Run("--seed", $"{seed}", "--out", run);
            Assert.That(code, Is.Zero, output);
            _reports[seed] = RunReport.Read(run);
        }
    }

    [TestCase("bc")]
    [TestCase("bc+sr")]
    public void Trained_agents_beat_the_base_with_disjoint_intervals_in_all_seeds(string method) =>
        Assert.That(_reports.Values.Select(report => Goal(report, method).Low - Goal(report, "base").High), Has.All.GreaterThan(0));

    [TestCase("sr_beats_base")]
    [TestCase("bcsr_not_below_bc")]
    [TestCase("judge_bias_grows")]
    public void Paired_means_are_positive_in_at_least_four_seeds(string finding) =>
        Assert.That(_reports.Values.Count(report => Difference(report, finding) >= 0), Is.GreaterThanOrEqualTo(4));

    private static (double Low, double High) Goal(JsonObject report, string method)
    {
        JsonArray interval = report["methods"]!.AsArray().Single(row => (string)row!["name"]! == method)!["goal"]!["ci95"]!.AsArray();
        return ((double)interval[0]!, (double)interval[1]!);
    }

    private static double Difference(JsonObject report, string finding) =>
        (double)report["findings"]!.AsArray().Single(row => (string)row!["name"]! == finding)!["difference"]!["mean"]!;
}
