using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>The benchmark as its own process, as a user starts it.</summary>
[NonParallelizable]
public sealed class BenchmarkTests
{
    private const string Partner = "scripted";

    /// <summary>The published tasks and the real model; one task of the set here, five in the README.</summary>
    [Test]
    public async Task The_published_tasks_run_offline_resume_after_a_kill_and_write_the_table()
    {
        using TemporaryFolder folder = new();
        string[] command =
        [
            "--tasks", SharedFolder.Path("data/sotopia"), "--model", SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf"), "--partner", Partner, "--judge", "rules",
            "--limit", "1", "--out", folder.File("run"), "--max-tokens", "40", "--max-turns", "6", "--concurrency", "1",
        ];
        using (SampleProcess first = SampleProcess.StartBenchmark(command))
        {
            await Stages.WaitForAsync(first, folder.File("run"), more: 1, before: 0);
            first.Kill();
        }

        HashSet<string> before = await Stages.EpisodesAsync(folder.File("run"));
        Assert.That(before, Is.Not.Empty);
        (int code, string output) = Run(command);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("all: 1 of 90 tasks, 2 of 180 points").And.Contain("Scores by rules:").And.Contain("not rated"));
        HashSet<string> after = await Stages.EpisodesAsync(folder.File("run"));
        Assert.That(after, Has.Count.EqualTo(2).And.SupersetOf(before), "what was finished is not played again");

        string report = File.ReadAllText(folder.File("run/report.html"));
        Assert.That(report, Does.Contain("<svg").And.Contain("SmolLM2-135M-Instruct.Q4_1").And.Contain("Not the whole set was played"));
        BenchmarkRow[] rows = [.. BenchmarkRows.Read(folder.File("run/points.jsonl"))];
        Assert.That(rows.Select(row => (row.Seat.Index, row.Played, row.ValueOf(ScoreMeasure.Goal))), Is.EqualTo([(0, true, (double?)null), (1, true, null)]), "a rule judge gives no goal score, not 0");
        Assert.That(rows.Select(row => row.PartnerValueOf(ScoreMeasure.Of(RuleEvaluator.Turns))), Is.All.Positive);
    }

    [Test]
    public void A_chat_judge_rates_what_was_played_by_the_same_command()
    {
        using TemporaryFolder folder = new();
        string[] command = ["--tasks", SharedFolder.Path("data/sotopia"), "--partner", Partner, "--judge", "rules", "--prompts", "compact", "--max-tokens", "12", "--limit", "2", "--out", folder.File("run")];
        (int code, string output) = Run(command);
        Assert.That(code, Is.Zero, output);
        using CompatibleServer server = new(0, "judge-1") { Reply = _ => SixForEveryGoal() };
        (code, output) = Run([.. command, "--judge-url", server.Url.ToString(), "--judge-model", "judge-1"]);
        Assert.That(code, Is.Zero, output);
        Assert.That(server.Requests, Has.Count.EqualTo(4), "each of the four episodes once; none was played again");
        Assert.That(output, Does.Contain("judges rules, chat:judge-1").And.Contain("Scores by chat:judge-1:"));
        string line = File.ReadAllLines(folder.File("run/models_vs_scripted_by_chat-judge-1.jsonl")).Single();
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.That(json.RootElement.GetProperty("GOAL [0, 10]").GetDouble(), Is.EqualTo(6));

        (code, output) = WithEnvironment(() => Run(command), ("SOTOPIAPI_JUDGE_URL", server.Url.ToString()), ("SOTOPIAPI_JUDGE_MODEL", "judge-1"));
        Assert.That((code, server.Requests.Count), Is.EqualTo((0, 4)), output);
        Assert.That(output, Does.Contain("Scores by chat:judge-1:"), "configured by the environment, the command itself is unchanged");
    }

    [Test]
    public void The_offline_world_shows_the_bias_of_its_talk_judge()
    {
        using TemporaryFolder folder = new();
        (int code, string output) = Run("--limit", "3", "--out", folder.File("run"));
        Assert.That(code, Is.Zero, output);
        string report = File.ReadAllText(folder.File("run/report.md")).Replace("\\", "", StringComparison.Ordinal);
        Assert.That(report, Does.Contain("Bias of the judges").And.Contain("'outcome' is taken for the truth"));

        (code, output) = Run("judges", "--episodes", folder.File("run/episodes.db"), "--people", "outcome", "--judge", "talk", "--out", folder.File("judges"));
        Assert.That(code, Is.Zero, output);
        Assert.That(File.ReadAllText(folder.File("judges/report.md")), Does.Contain("Benchmark of judges").And.Contain("6 annotated episodes"));
    }

    /// <summary>The reference agent's scores are those of a run on the hard set; here they are written as such a run writes them.</summary>
    [Test]
    public void A_representative_part_of_the_hard_tasks_is_drawn_by_a_reference_agents_scores()
    {
        using TemporaryFolder folder = new();
        string data = SharedFolder.Path("data/sotopia");
        BenchmarkTaskSet hard = BenchmarkTaskSets.Hard(FolderTaskSource.Open(data).Tasks);
        BenchmarkRows.Write(folder.File("points.jsonl"), hard.Points.Select((point, index) => new BenchmarkRow("gpt-4", "chat:gpt-4", point.Task.Environment.Id, point.Task.Key, point.Seat, 0, $"e{index}")
        {
            Played = true,
            Scores = new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score.Of(index * 7 % 11) },
        }));
        string[] command = ["--tasks", data, "--set", "representative", "--reference", folder.File("points.jsonl"), "--prompts", "compact", "--max-tokens", "12", "--max-turns", "4", "--limit", "1", "--out", folder.File("run")];
        (int code, string output) = Run(command);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("representative: 1 of 14 tasks, 2 of 28 points"));
        Assert.That(File.ReadAllText(folder.File("run/report.html")), Does.Contain("the paper&#39;s rule, not the paper&#39;s own points").And.Contain("SOTOPIA-π BC+SR"));
    }

    [TestCase("--set hard-items", "needs the EnvironmentList 'hard_env_set'")]
    [TestCase("--set representative", "give --reference with the points.jsonl")]
    [TestCase("--model nowhere.gguf", "There is no model 'nowhere.gguf'")]
    [TestCase("--judge-url http://localhost:1/v1", "--judge-url and --judge-model belong together")]
    [TestCase("--true-judge gpt", "the judges are rules")]
    public void What_the_user_can_mend_is_one_message(string arguments, string message)
    {
        using TemporaryFolder folder = new();
        (int code, string output) = Run(["--tasks", SharedFolder.Path("data/sotopia"), "--out", folder.File("run"), .. arguments.Split(' ')]);
        Assert.That(code, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain(message).And.Not.Contain("   at "));
    }

    private static string SixForEveryGoal()
    {
        JsonObject Seat() => new(SocialDimension.All.Select(dimension => KeyValuePair.Create(dimension.Name, (JsonNode?)new JsonObject { ["reasoning"] = "so it was", ["score"] = dimension == SocialDimension.Goal ? 6 : 0 })));
        return new JsonObject { ["evaluations"] = new JsonObject { ["agent_1"] = Seat(), ["agent_2"] = Seat() } }.ToJsonString();
    }

    private static (int ExitCode, string Output) Run(params IEnumerable<string> arguments)
    {
        using SampleProcess process = SampleProcess.StartBenchmark(arguments);
        return (process.WaitForExit(), process.Output);
    }

    /// <summary>The processes that are started meanwhile inherit the variables.</summary>
    private static T WithEnvironment<T>(Func<T> run, params (string Name, string Value)[] variables)
    {
        foreach ((string name, string value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        try
        {
            return run();
        }
        finally
        {
            foreach ((string name, _) in variables)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
