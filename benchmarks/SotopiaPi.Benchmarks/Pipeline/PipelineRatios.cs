using System.Diagnostics;
using SotopiaPi.Testing;

namespace SotopiaPi.Benchmarks;

/// <summary>What a round of the paper's size takes when models answer at once. The baselines are the limits that the project set itself.</summary>
internal sealed class PipelineRatios : IRatioGroup
{
    private const int Situations = 100;

    public string Name => "pipeline";

    public IEnumerable<Ratio> Measure(bool full)
    {
        Run(5);
        double seconds = Run(Situations);
        double memory = PeakMegabytes();
        yield return Ratio.Of("paper_scale_seconds", 1 / seconds, 1 / 15.0, "runs/s") with { Note = FormattableString.Invariant($"{seconds:F1} s for 1,000 episodes; peak {memory:F0} MB, limit 1,000") };
        double ten = Run(10 * Situations);
        double grown = PeakMegabytes();
        (double time, double space) = (ten / seconds, grown / memory);
        (double Ours, double Limit, string Unit) worse = time / 11 > space / 1.5 ? (1 / time, 1 / 11.0, "1/× of the time") : (1 / space, 1 / 1.5, "1/× of the memory");
        yield return Ratio.Of("paper_scale_growth", worse.Ours, worse.Limit, worse.Unit) with
        {
            Note = FormattableString.Invariant($"10,000 episodes: {ten:F1} s, {time:F2} times (limit 11); peak {grown:F0} MB, {space:F2} times (limit 1.5); the one nearer to its limit counts"),
        };
    }

    /// <summary>Runs, and checks that nothing was lost or doubled.</summary>
    private static double Run(int situations)
    {
        PaperScaleRun run = PaperScale.RunAsync(situations).GetAwaiter().GetResult();
        run.Check(situations);
        return run.Time.TotalSeconds;
    }

    private static double PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
