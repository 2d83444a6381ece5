using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

[NonParallelizable]
public sealed class RecordAndTrainTests
{
    [Test]
    [Slow]
    public void It_records_trains_serves_and_deletes()
    {
        using TemporaryFolder folder = new();
        using SampleProcess process = SampleProcess.StartRecording(folder.Path, "here");
        Assert.That(process.WaitForExit(), Is.Zero, process.Output);
        Assert.That(process.Output, Does.Match("\\d+ good conversations, \\d+ examples").And.Contain("derived from tag demo: adapter (the recordings are deleted now)"));
        Assert.That(process.Output, Does.Match("checkpoint-\\d+: (I ask \\d+ coins|I accept)"), "the adapter answers like the agent");
        Assert.That(Directory.EnumerateDirectories(folder.File("here/adapters"), "checkpoint-*"), Is.Not.Empty);
    }

    [TestCase("--help", 0)]
    [TestCase("--no-such-option", 1)]
    public void An_option_is_no_folder(string option, int code)
    {
        using TemporaryFolder folder = new();
        using SampleProcess process = SampleProcess.StartRecording(folder.Path, option);
        Assert.That(process.WaitForExit(), Is.EqualTo(code), process.Output);
        Assert.That(process.Output, Does.Contain("Usage:").And.Contain("[<folder>]"));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }
}
