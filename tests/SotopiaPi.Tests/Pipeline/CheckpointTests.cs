using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>Which saved adapter a round goes on with, and the evaluation after each save.</summary>
public sealed class CheckpointTests
{
    [Test]
    public async Task By_evaluation_the_adapter_with_the_best_mean_on_held_out_tasks_is_chosen_and_played_on_with()
    {
        using TemporaryFolder folder = new();
        TestPipeline pipeline = new(folder.Path);
        IReadOnlyList<RoundReport> reports = await pipeline.RunAsync();
        foreach (RoundReport report in reports)
        {
            double?[] goals = [.. report.Checkpoints.Select(checkpoint => checkpoint.Scores.Single(score => score.Dimension == "goal").Score.Mean)];
            int best = Array.IndexOf(goals, goals.Max());
            Assert.That(report.Checkpoints.Select(checkpoint => checkpoint.Chosen), Is.EqualTo(new[] { best == 0, best == 1 }));
            Assert.That(report.Checkpoints.Select(checkpoint => (checkpoint.Adapter, checkpoint.Epoch)), Is.EqualTo(new[] { ($"{report.Name}.step-1", 1.0), ($"{report.Name}.step-2", 2.0) }));
            Assert.That(Weights(pipeline, report.Name), Is.EqualTo(Weights(pipeline, report.Checkpoints[best].Adapter)));
            Assert.That(report.Checkpoints[0].Scores[0].Score.Count, Is.EqualTo(4), "two tasks, from both seats; the partner does not count");
        }

        string start = pipeline.Trainer.Requests[1].StartAdapter!;
        Assert.That(File.ReadAllText(Path.Combine(start, "adapter_model.safetensors")), Is.EqualTo(Weights(pipeline, "bc")));
    }

    [TestCase(0.9, 1)]
    [TestCase(1.4, 1)]
    [TestCase(20, 2)]
    public async Task By_epoch_the_nearest_one_is_chosen_for_each_round_by_itself(double epoch, int step)
    {
        using TemporaryFolder folder = new();
        TestPipeline pipeline = new(folder.Path);
        pipeline.Rounds = [pipeline.Rounds[0] with { Checkpoint = CheckpointChoice.AtEpoch(epoch) }, pipeline.Rounds[1] with { Checkpoint = CheckpointChoice.ByTrainer }];
        IReadOnlyList<RoundReport> reports = await pipeline.RunAsync();
        Assert.That(reports[0].Checkpoints.Single(checkpoint => checkpoint.Chosen).Step, Is.EqualTo(step));
        Assert.That(reports[1].Checkpoints.Single(checkpoint => checkpoint.Chosen).Step, Is.EqualTo(2), "the trainer's own choice");
        Assert.That(reports[0].Checkpoints.Count(checkpoint => checkpoint.Scores.Count > 0), Is.EqualTo(1), "only the chosen one is evaluated");
        Assert.That(File.ReadAllText(pipeline.File("report.html")), Does.Contain("Saved adapters").And.Contain("base and bc on the held-out tasks").And.Contain("base and sr on the held-out tasks")
            .And.Contain("Kept and dropped").And.Contain("among the best 2 by goal").And.Contain("Score distributions").And.Contain("The same tasks, played by each").And.Contain("Training loss").And.Contain("<svg"));
    }

    [Test]
    public async Task Every_save_is_evaluated_when_wanted_and_a_run_again_asks_nothing()
    {
        using TemporaryFolder folder = new();
        TestPipeline first = Saves(folder), second = Saves(folder);
        IReadOnlyList<RoundReport> reports = await first.RunAsync();
        Assert.That(reports.SelectMany(report => report.Checkpoints).Select(checkpoint => checkpoint.Scores.Count), Has.All.EqualTo(2));
        await second.RunAsync();
        Assert.That((second.Client.Answers, second.Judge.Asked.Count, second.Trainer.Requests.Count), Is.EqualTo((0, 0, 0)));

        static TestPipeline Saves(TemporaryFolder folder)
        {
            TestPipeline pipeline = new(folder.Path) { Change = builder => builder.EvaluateOn(_ => new OfflineTaskSource(1, 2, offset: 6), new EvaluationPlan { Tasks = 2, EverySave = true }) };
            pipeline.Rounds = [pipeline.Rounds[0] with { Checkpoint = CheckpointChoice.ByTrainer }];
            return pipeline;
        }
    }

    [Test]
    public void Held_out_tasks_that_a_round_plays_are_refused()
    {
        using TemporaryFolder folder = new();
        TestPipeline pipeline = new(folder.Path) { Change = builder => builder.EvaluateOn(_ => new OfflineTaskSource(1, 2, offset: 1), new EvaluationPlan { Tasks = 2 }) };
        Assert.That(async () => await pipeline.RunAsync(), Throws.InvalidOperationException.With.Message.Contains("is held out for the evaluation and played by a round"));
        Assert.That(pipeline.Client.Answers, Is.Zero, "before anything is asked");
    }

    [Test]
    public void Too_few_held_out_tasks_and_a_choice_without_an_evaluation_are_refused()
    {
        using TemporaryFolder folder = new(), other = new();
        TestPipeline few = new(folder.Path) { Change = builder => builder.EvaluateOn(_ => new OfflineTaskSource(1, 2, offset: 6), new EvaluationPlan { Tasks = 3 }) };
        Assert.That(async () => await few.RunAsync(), Throws.InvalidOperationException.With.Message.StartsWith("The evaluation wants 3 held-out tasks, but their source gives 2"));
        TestPipeline none = new(other.Path) { Change = builder => builder.Options.Pipeline.Evaluation = null };
        Assert.That(async () => await none.RunAsync(), Throws.ArgumentException.With.Message.Contains("chooses its checkpoint by evaluation, but none is planned"));
        Assert.That(none.Client.Answers, Is.Zero, "before anything is asked");
    }

    [Test]
    public async Task Several_rounds_of_improvement_play_fresh_tasks_each_from_the_adapter_before()
    {
        using TemporaryFolder folder = new();
        TestPipeline pipeline = new(folder.Path);
        pipeline.Rounds = [.. Round.Improvements(3).Select(round => round with { Collection = round.Collection with { Tasks = 2, EpisodesPerTask = 1 } })];
        IReadOnlyList<RoundReport> reports = await pipeline.RunAsync();
        Assert.That(reports.Select(report => report.Name), Is.EqualTo(new[] { "sr", "sr-2", "sr-3" }));
        Assert.That(pipeline.Trainer.Requests.Select(request => Path.GetFileName(request.StartAdapter)), Is.EqualTo(new[] { null, "sr", "sr-2" }));
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(pipeline.File("episodes.db"));
        HashSet<string> played = [];
        foreach (RoundReport report in reports)
        {
            string[] tasks = [.. store.List(new EpisodeQuery { Tag = report.Collection }).Select(summary => summary.TaskKey).Distinct()];
            Assert.That(tasks, Has.Length.EqualTo(2));
            Assert.That(tasks.All(played.Add), "no task serves two rounds");
        }
    }

    private static string Weights(TestPipeline pipeline, string adapter) => File.ReadAllText(pipeline.File($"adapters/{adapter}/adapter_model.safetensors"));
}
