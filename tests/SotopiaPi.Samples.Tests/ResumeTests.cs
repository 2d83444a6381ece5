using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>Kills the main job at several stages and continues it: nothing is lost, nothing finished is repeated, the report is that of an unbroken run.</summary>
[NonParallelizable]
public sealed class ResumeTests
{
    private TemporaryFolder _whole = null!;
    private string _expected = "";

    [OneTimeSetUp]
    public void RunUnbroken()
    {
        _whole = new TemporaryFolder();
        (int code, string output) = SampleProcess.Run("--tiny", "--out", _whole.File("run"));
        Assert.That(code, Is.Zero, output);
        _expected = RunReport.WithoutTimes(_whole.File("run"));
    }

    [OneTimeTearDown]
    public void Clean() => _whole.Dispose();

    [Test]
    public void The_same_seed_gives_the_same_report()
    {
        using TemporaryFolder folder = new();
        (int code, string output) = SampleProcess.Run("--tiny", "--out", folder.File("run"));
        Assert.That(code, Is.Zero, output);
        Assert.That(RunReport.WithoutTimes(folder.File("run")), Is.EqualTo(_expected));
    }

    [Test]
    public async Task Killed_five_times_and_resumed_it_ends_with_the_report_of_an_unbroken_run_and_repeats_no_episode()
    {
        using TemporaryFolder folder = new();
        string run = folder.File("run");
        Random random = new(20240313);
        HashSet<string> finished = [];
        for (int kill = 0; kill < 5; kill++)
        {
            using SampleProcess process = SampleProcess.Start("--tiny", "--resume", "--out", run);
            int before = finished.Count;
            await Stages.WaitForAsync(process, run, more: 1 + random.Next(20), before);
            process.Kill();
            HashSet<string> now = await Stages.EpisodesAsync(run);
            Assert.That(now.IsSupersetOf(finished), "an episode that was finished is gone");
            finished = now;
        }

        (int code, string output) = SampleProcess.Run("--tiny", "--resume", "--out", run);
        Assert.That(code, Is.Zero, output);
        Assert.That(RunReport.WithoutTimes(run), Is.EqualTo(_expected));
        HashSet<string> all = await Stages.EpisodesAsync(run);
        Assert.That(all, Is.EquivalentTo(await Stages.EpisodesAsync(_whole.File("run"))));
    }
}
