using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>Runs that are killed, or whose disk fills up, at each stage: continued, they ask nothing finished again, lose and double nothing, and end as an unbroken run does.</summary>
public sealed class KilledRunTests
{
    private TemporaryFolder _whole = null!;
    private TestPipeline _unbroken = null!;
    private string _expected = "";

    [OneTimeSetUp]
    public async Task RunUnbroken()
    {
        _whole = new TemporaryFolder();
        _unbroken = new TestPipeline(_whole.Path);
        _expected = JsonSerializer.Serialize(await _unbroken.RunAsync());
    }

    [OneTimeTearDown]
    public void Clean() => _whole.Dispose();

    [TestCaseSource(typeof(KilledRun), nameof(KilledRun.Stages))]
    public async Task Killed_at_a_stage_it_goes_on_where_it_was(string stage)
    {
        using TemporaryFolder folder = new();
        (int code, string output) = await KilledRun.StartAsync("dotnet", typeof(KilledRun).Assembly.Location, "run", folder.Path, stage);
        Assert.That(code, Is.EqualTo(137), $"the run was not killed at '{stage}': {output}");
        await ExpectResumedAsync(folder.Path);
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(18)]
    public async Task A_full_disk_stops_the_run_and_with_room_it_goes_on(int writes)
    {
        using TemporaryFolder folder = new();
        TestPipeline full = new(folder.Path);
        int appended = 0;
        full.BeforeAppend = () =>
        {
            if (Interlocked.Increment(ref appended) >= writes)
            {
                throw new IOException("No space left on device");
            }
        };
        Assert.That(async () => await full.RunAsync(), Throws.InstanceOf<IOException>().With.Message.EqualTo("No space left on device"));
        await ExpectResumedAsync(folder.Path);
    }

    [Test]
    [Platform(Include = "Linux", Reason = "makes a small file system")]
    public async Task A_disk_that_really_is_full_is_named_and_with_room_the_run_goes_on()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("disk"));
        string script = $"mount -t tmpfs -o size=140k tmpfs \"$1\" || exit 99; dotnet \"$0\" run \"$1\" none; echo first=$?; mount -o remount,size=64m \"$1\"; dotnet \"$0\" run \"$1\" none; echo second=$?; cp -r \"$1/run\" \"$2\"";
        (int code, string output) = await KilledRun.StartAsync("unshare", "--map-root-user", "--mount", "sh", "-c", script, typeof(KilledRun).Assembly.Location, folder.File("disk"), folder.File("copy"));
        if (code == 99 || output.Contains("unshare failed", StringComparison.Ordinal))
        {
            Assert.Ignore("this user may not make a file system: " + output);
        }

        Assert.That(output, Does.Contain("first=3").And.Contain("second=0"), output);
        Assert.That(output, Does.Contain("no room to write").Or.Contain("could not be written").Or.Contain("No space left"), output);
        Directory.CreateDirectory(folder.File("moved"));
        Directory.Move(folder.File("copy"), folder.File("moved/run"));
        await ExpectResumedAsync(folder.File("moved"));
    }

    /// <summary>Continues, and compares with the unbroken run.</summary>
    private async Task ExpectResumedAsync(string folder)
    {
        TestPipeline resumed = new(folder);
        (_, IReadOnlyList<string> ratedBefore, HashSet<long> answeredBefore) = await resumed.StoredAsync();
        string[] trainedBefore = [.. Checkpoints(folder)];
        string reports = JsonSerializer.Serialize(await resumed.RunAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(resumed.Client.Asked.Keys.Intersect(answeredBefore), Is.Empty, "an answer of a finished episode was asked for again");
            Assert.That(resumed.Client.Asked.Values, Has.All.EqualTo(1));
            Assert.That(resumed.Judge.Asked.Keys.Intersect(ratedBefore), Is.Empty, "a rated episode was rated again");
            Assert.That(resumed.Judge.Asked.Values, Has.All.EqualTo(1));
            Assert.That(resumed.Trainer.Trained.Intersect(trainedBefore), Is.Empty, "a saved epoch was trained again");
            Assert.That(reports, Is.EqualTo(_expected));
        }

        var (episodes, rated, _) = await resumed.StoredAsync();
        var (expectedEpisodes, expectedRated, _) = await _unbroken.StoredAsync();
        Assert.That(episodes, Is.EquivalentTo(expectedEpisodes), "nothing lost, nothing doubled");
        Assert.That(rated, Is.EquivalentTo(expectedRated));
        Assert.That(File.ReadAllText(resumed.File("report.md")), Is.EqualTo(File.ReadAllText(_unbroken.File("report.md"))));
    }

    private static IEnumerable<string> Checkpoints(string folder)
    {
        string training = Path.Combine(folder, "run", "training");
        return Directory.Exists(training) ? Directory.EnumerateDirectories(training, "checkpoint-?", SearchOption.AllDirectories) : [];
    }
}
