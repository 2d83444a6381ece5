using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

public sealed class RunFolderTests
{
    private static readonly Dictionary<string, string> s_settings = new() { ["seed"] = "1", ["device"] = "cpu" };

    [Test]
    public void Open_refuses_a_second_process()
    {
        using TemporaryFolder folder = new();
        using RunFolder first = RunFolder.Open(folder.File("run"), s_settings, resume: false);
        IOException error = Assert.Throws<IOException>(() => RunFolder.Open(folder.File("run"), s_settings, resume: true))!;
        Assert.That(error.Message, Does.Contain("Another process works in"));
    }

    [Test]
    public void Open_refuses_a_folder_with_a_run_unless_it_is_resumed()
    {
        using TemporaryFolder folder = new();
        RunFolder.Open(folder.File("run"), s_settings, resume: false).Dispose();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => RunFolder.Open(folder.File("run"), s_settings, resume: false))!;
        Assert.That(error.Message, Does.Contain("already holds a run").And.Contain("resume"));
        Assert.That(() => RunFolder.Open(folder.File("run"), s_settings, resume: true).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Open_names_every_setting_that_differs()
    {
        using TemporaryFolder folder = new();
        RunFolder.Open(folder.File("run"), s_settings, resume: false).Dispose();
        Dictionary<string, string> others = new() { ["seed"] = "2", ["model"] = "other" };
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => RunFolder.Open(folder.File("run"), others, resume: true))!;
        Assert.That(error.Message, Does.Contain("device: 'cpu' then, 'not set' now; model: 'not set' then, 'other' now; seed: '1' then, '2' now"));
    }

    [Test]
    public void Open_refuses_a_folder_whose_settings_are_no_json()
    {
        using TemporaryFolder folder = new();
        AtomicFile.WriteAllText(folder.File("run/run.json"), "{ nothing");
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => RunFolder.Open(folder.File("run"), s_settings, resume: true))!;
        Assert.That(error.Message, Does.Contain("is not the settings file of a run"));
    }

    [Test]
    public void Rounds_come_back_as_they_were_written()
    {
        using TemporaryFolder folder = new();
        using RunFolder run = RunFolder.Open(folder.File("run"), s_settings, resume: false);
        RoundReport report = new("bc+sr", "inputs", "bc+sr", 1, 2, 3, 4, 5, 6, 7, [0.5, 0.25])
        {
            KeptSeats = [new KeptSeat("episode", 1)],
            Rules = [new FilterRuleCount("best", true, 4)],
            Checkpoints = [new CheckpointReport("bc+sr.step-2", 1.5, 2, 0.25, true) { Scores = [new DimensionMean("judge", "goal", new MeanEstimate(1, 0.5, 1.5, 3) { Missing = 1 })] }],
            Failures = ["why"],
            Usage = [new UsageRow("agent", "agent/bc", 1, 2, 3)],
            Costs = [new CostRow("self-play", "judge", "gpt", 1, 2, 1, 3, 0.25m)],
        };
        Assert.That(run.ReadRound("bc+sr"), Is.Null);
        run.WriteRound(report);
        RoundReport read = run.ReadRound("bc+sr")!;
        Assert.That(read with { TrainLoss = report.TrainLoss, KeptSeats = report.KeptSeats, Rules = report.Rules, Checkpoints = report.Checkpoints, Failures = report.Failures, Usage = report.Usage, Costs = report.Costs }, Is.EqualTo(report));
        Assert.That(read.KeptSeats, Is.EqualTo(report.KeptSeats));
        Assert.That(read.TrainLoss, Is.EqualTo(report.TrainLoss));
        Assert.That(read.Usage, Is.EqualTo(report.Usage));
        Assert.That(read.Costs, Is.EqualTo(report.Costs));
        Assert.That(read.Checkpoints[0] with { Scores = report.Checkpoints[0].Scores }, Is.EqualTo(report.Checkpoints[0]));
        Assert.That(read.Checkpoints[0].Scores, Is.EqualTo(report.Checkpoints[0].Scores));
    }

    [TestCase("../evil")]
    [TestCase("a/b")]
    [TestCase(".hidden")]
    [TestCase("a b")]
    public void Names_never_become_paths(string name)
    {
        using TemporaryFolder folder = new();
        using RunFolder run = RunFolder.Open(folder.File("run"), s_settings, resume: false);
        Assert.That(() => run.AdapterFolder(name), Throws.ArgumentException.With.Message.Contains("is no name for a round or an adapter"));
    }
}
