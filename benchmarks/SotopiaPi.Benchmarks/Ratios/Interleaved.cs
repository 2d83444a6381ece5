using System.Diagnostics;

namespace SotopiaPi.Benchmarks;

/// <summary>Times variants in turn, A B A B …, so that a machine whose speed drifts treats them alike.</summary>
internal static class Interleaved
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);    // by then what runs often has been compiled for speed

    /// <summary>Runs each variant to warm up, once or for two seconds, then <paramref name="repeats"/> times in turn.</summary>
    /// <returns>The median seconds of each variant.</returns>
    public static double[] MedianSeconds(int repeats, params IReadOnlyList<Action> variants)
    {
        foreach (Action variant in variants)
        {
            long begin = Stopwatch.GetTimestamp();
            do
            {
                variant();
            }
            while (Stopwatch.GetElapsedTime(begin) < s_warmUp);
        }

        double[][] seconds = [.. variants.Select(_ => new double[repeats])];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            for (int i = 0; i < variants.Count; i++)
            {
                long start = Stopwatch.GetTimestamp();
                variants[i]();
                seconds[i][repeat] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        return [.. seconds.Select(Median)];
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
