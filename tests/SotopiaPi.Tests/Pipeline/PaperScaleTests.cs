using System.Diagnostics;
using System.Globalization;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>The limits that the paper's round must keep.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class PaperScaleTests
{
    [Test]
    public async Task A_thousand_episodes_are_collected_rated_filtered_and_converted_in_15_seconds()
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        PaperScaleRun run = await PaperScale.RunAsync(situations: 100);
        run.Check(situations: 100);
        Assert.That(Environment.CpuUsage.TotalTime - before, Is.LessThan(TimeSpan.FromSeconds(15)), "of all cores together, so that a busy machine does not count");
        Assert.That(Process.GetCurrentProcess().PeakWorkingSet64, Is.LessThan(1L << 30));
    }

    [Test]
    [Slow]
    public async Task Ten_times_the_work_takes_at_most_eleven_times_as_long_and_one_and_a_half_times_the_memory()
    {
        await PaperScale.RunAsync(situations: 5);
        TimeSpan one = (await PaperScale.RunAsync(situations: 100)).Time;
        long memory = Process.GetCurrentProcess().PeakWorkingSet64;
        TimeSpan ten = (await PaperScale.RunAsync(situations: 1000)).Time;
        double memoryGrowth = (double)Process.GetCurrentProcess().PeakWorkingSet64 / memory;
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{one.TotalSeconds:F1} s, {ten.TotalSeconds:F1} s, time × {ten / one:F2}, {memory / 1e6:F0} MB, memory × {memoryGrowth:F2}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ten / one, Is.LessThanOrEqualTo(11));
            Assert.That(memoryGrowth, Is.LessThanOrEqualTo(1.5));
        }
    }
}
