using System.Text.Json.Nodes;
using Parquet.Serialization;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>The studies as verbs of the benchmark's program, on the offline world and its small model.</summary>
public sealed class StudyVerbTests
{
    [Test]
    public async Task People_rate_a_benchmark_run_from_export_to_report()
    {
        using TemporaryFolder folder = new();
        string run = folder.File("run");
        Success(Run("--limit", "4", "--out", run, "--max-tokens", "24"));
        Success(Run("study", "export", "--run", run, "--study", folder.File("study"), "--rater", "r1", "--rater", "r2", "--rater", "r3", "--items", "6"));
        HumanStudy study = new HumanStudyFolder(folder.File("study")).Read();
        Assert.That(study.Items, Has.Count.EqualTo(6));
        Assert.That(study.Items.Count(item => item.Target == 0), Is.EqualTo(3));
        foreach (HumanStudyAssignment assignment in study.Assignments)
        {
            WriteAnswers(folder.File(Path.Combine("back", assignment.Rater + ".json")), study, assignment, broken: assignment.Rater == "r1");
        }

        Success(Run("study", "export", "--run", run, "--study", folder.File("trial"), "--trial", "--rater", "t1", "--items", "4"));
        HumanStudy trial = new HumanStudyFolder(folder.File("trial")).Read();
        WriteAnswers(folder.File("trial-back/t1.json"), trial, trial.Assignments.Single(), broken: false);
        string asked = trial.Assignments.Single().Steps.Single(step => trial.Find(step) is not null);
        await File.WriteAllTextAsync(folder.File("gold.csv"), $"item,seat,dimension,score\n{asked},1,goal,3\n{asked},2,goal,9\n");
        Assert.That(Success(Run("study", "qualify", "--study", folder.File("trial"), "--answers", folder.File("trial-back"), "--gold", folder.File("gold.csv"))), Does.Contain("1 scores to look at").And.Contain("so"));

        string imported = Success(Run("study", "import", "--study", folder.File("study"), "--answers", folder.File("back"), "--again", "--rater", "r4"));
        Assert.That(imported, Does.Contain("out_of_range").And.Contain("1 set aside").And.Contain("r4-round2.html"));
        Assert.That(File.Exists(folder.File("study/pages/r4-round2.html")));
        string reported = Success(Run("study", "report", "--study", folder.File("study"), "--answers", folder.File("back"), "--run", run));
        Assert.That(reported, Does.Contain("Randolph").And.Contain("outcome").And.Contain("talk"));
        Assert.That(await File.ReadAllTextAsync(folder.File("study/report.html")), Does.Contain("The judges against people"));
        Assert.That(Run("study", "report", "--study", folder.File("nothing"), "--answers", folder.File("back")).Code, Is.EqualTo(2), "no study, one message");
    }

    [Test]
    public async Task Safety_and_secrets_are_played_and_labelled_and_go_on_after_a_kill()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("words.txt"), "# own list\ncoins\n");
        string[] safety = ["safety", "--out", folder.File("safety"), "--repeats", "1", "--max-turns", "6", "--max-tokens", "16", "--toxic-words", folder.File("words.txt"), "--hand", folder.File("hand.csv")];
        using (SampleProcess first = SampleProcess.StartBenchmark(safety))
        {
            first.WaitForOutput("small: 0/8");
            first.Kill();
        }

        string played = Success(Run(safety));
        Assert.That(played, Does.Contain("Character 1 means harm").And.Contain("Character 2 prevents it"));
        Assert.That(File.Exists(folder.File("hand.csv")));
        string again = Success(Run(safety));
        Assert.That(again, Does.Contain("small: 8/8"));
        string secret = Success(Run("secret", "--out", folder.File("secret"), "--max-turns", "4", "--max-tokens", "16"));
        Assert.That(secret, Does.Contain("verbatim").And.Contain("overlap"));
        await File.WriteAllTextAsync(folder.File("prompts.csv"), "prompt\nHow are you?\n");
        Assert.That(Success(Run("safety", "--out", folder.File("prompts"), "--repeats", "1", "--max-tokens", "16", "--prompts-file", folder.File("prompts.csv"))), Does.Contain("Answers to prompts"));
    }

    [Test]
    public async Task Questions_are_read_from_parquet_and_answered_by_likelihood_and_generation()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("mmlu"));
        Row[] Rows(int count) => [.. Enumerable.Range(0, count).Select(index => new Row { question = FormattableString.Invariant($"Question {index}?"), subject = "philosophy", choices = ["one", "two", "three", "four"], answer = index % 4 })];
        await ParquetSerializer.SerializeAsync(Rows(300), folder.File("mmlu/test-00000-of-00001.parquet"));
        await ParquetSerializer.SerializeAsync(Rows(2), folder.File("mmlu/dev-00000-of-00001.parquet"));
        string[] likelihood = ["mmlu", "--data", folder.File("mmlu"), "--shots", "1", "--out", folder.File("out")];
        using (SampleProcess first = SampleProcess.StartBenchmark(likelihood))
        {
            while (!first.HasExited && (!File.Exists(folder.File("out/answers.jsonl")) || new FileInfo(folder.File("out/answers.jsonl")).Length < 2000))
            {
                await Task.Delay(5);
            }

            first.Kill();
        }

        string[] before = await File.ReadAllLinesAsync(folder.File("out/answers.jsonl"));
        Assert.That(before, Has.Length.InRange(2, 299), "killed in the middle");
        Assert.That(Success(Run(likelihood)), Does.Contain("small: 300/300 questions").And.Contain("philosophy"));
        string[] lines = await File.ReadAllLinesAsync(folder.File("out/answers.jsonl"));
        Assert.That(lines, Has.Length.EqualTo(300));
        Assert.That(lines.Take(before.Length - 1), Is.EqualTo(before.Take(before.Length - 1)), "what was answered stays");
        Success(Run(likelihood));
        Assert.That(await File.ReadAllLinesAsync(folder.File("out/answers.jsonl")), Is.EqualTo(lines), "nothing is asked twice");
        Success(Run([.. likelihood, "--by", "generation", "--limit", "3"]));
        Assert.That(await File.ReadAllLinesAsync(folder.File("out/answers.jsonl")), Has.Length.EqualTo(303));
        (int code, string text) = Run("mmlu", "--data", folder.File("none"), "--out", folder.File("out"));
        Assert.That((code, text.Contains("was not found", StringComparison.Ordinal)), Is.EqualTo((2, true)), text);
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using SampleProcess process = SampleProcess.StartBenchmark(arguments);
        return (process.WaitForExit(), process.Output);
    }

    private static string Success((int Code, string Output) run)
    {
        Assert.That(run.Code, Is.Zero, run.Output);
        return run.Output;
    }

    private static void WriteAnswers(string path, HumanStudy study, HumanStudyAssignment assignment, bool broken)
    {
        JsonArray answers = [];
        foreach (string step in assignment.Steps)
        {
            if (study.Checks.FirstOrDefault(check => check.Id == step) is { } check)
            {
                answers.Add(new JsonObject { ["check"] = step, ["score"] = check.Expected });
                continue;
            }

            bool wrong = broken && answers.OfType<JsonObject>().All(answer => answer["item"] is null);
            answers.Add(new JsonObject
            {
                ["item"] = step,
                ["state"] = "complete",
                ["seconds"] = 30,
                ["marks"] = new JsonArray([.. from seat in Enumerable.Range(0, 2)
                                              from dimension in SocialDimension.All
                                              select (JsonNode)new JsonObject { ["seat"] = seat, ["dimension"] = dimension.Name, ["score"] = wrong ? 99 : (int)dimension.Minimum + 3 + seat, ["reason"] = "so" }]),
            });
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, new JsonObject { ["study"] = study.Id, ["rater"] = assignment.Rater, ["round"] = assignment.Round, ["answers"] = answers }.ToJsonString());
    }

    // The names are those of the published files.
#pragma warning disable IDE1006
    private sealed class Row
    {
        public string question { get; set; } = "";

        public string subject { get; set; } = "";

        public List<string> choices { get; set; } = [];

        public long answer { get; set; }
    }
#pragma warning restore IDE1006
}
