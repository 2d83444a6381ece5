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
        Assert.That(await CpuTimeAsync(situations: 100), Is.LessThan(TimeSpan.FromSeconds(15)));
        Assert.That(Process.GetCurrentProcess().PeakWorkingSet64, Is.LessThan(1L << 30));
    }

    [Test]
    [Slow]
    public async Task Ten_times_the_work_takes_at_most_eleven_times_as_long_and_one_and_a_half_times_the_memory()
    {
        await PaperScale.RunAsync(situations: 100);                                    // compiles
        TimeSpan one = await CpuTimeAsync(situations: 100);
        long memory = Process.GetCurrentProcess().PeakWorkingSet64;
        TimeSpan ten = await CpuTimeAsync(situations: 1000);
        double memoryGrowth = (double)Process.GetCurrentProcess().PeakWorkingSet64 / memory;
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{one.TotalSeconds:F1} s, {ten.TotalSeconds:F1} s, time × {ten / one:F2}, {memory / 1e6:F0} MB, memory × {memoryGrowth:F2}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ten / one, Is.LessThanOrEqualTo(11));
            Assert.That(memoryGrowth, Is.LessThanOrEqualTo(1.5));
        }
    }

    /// <summary>The time of all cores together, so that a busy machine does not count.</summary>
    private static async Task<TimeSpan> CpuTimeAsync(int situations)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        (await PaperScale.RunAsync(situations)).Check(situations);
        return Environment.CpuUsage.TotalTime - before;
    }
}
