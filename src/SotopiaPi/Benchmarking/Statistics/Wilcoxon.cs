using MathNet.Numerics.Distributions;

namespace SotopiaPi;

/// <summary>Wilcoxon's signed-rank test: the paired comparison that assumes no normal distribution (Wilcoxon 1945).</summary>
public static class Wilcoxon
{
    /// <summary>The largest number of differences for which the p-value is exact.</summary>
    public const int ExactLimit = 50;

    /// <summary>
    /// Tests whether the differences of pairs are symmetric about 0. Differences of 0 are dropped; ties share their mean rank. The p-value counts all
    /// assignments of signs up to <see cref="ExactLimit"/> differences, ties included; above, it is the normal approximation with corrections for ties and continuity.
    /// </summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two complete pairs.</exception>
    public static WilcoxonResult SignedRank(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        sample.RequireTwoPairs("A signed-rank test");
        double[] differences = [.. sample.Differences.Where(difference => difference != 0)];
        int zeros = sample.Count - differences.Length;
        if (differences.Length == 0)
        {
            return new WilcoxonResult(0, null, 0, zeros, true);
        }

        double[] ranks = Ranks.Of([.. differences.Select(Math.Abs)]);
        double positive = differences.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        bool exact = differences.Length <= ExactLimit;
        double p = exact ? ExactP(ranks, positive) : NormalP(ranks, positive);
        return new WilcoxonResult(positive, p, differences.Length, zeros, exact);
    }

    /// <summary>Counts the assignments of signs by their doubled rank sum, which is whole also for shared ranks.</summary>
    private static double ExactP(double[] ranks, double positive)
    {
        int[] doubled = [.. ranks.Select(rank => (int)Math.Round(2 * rank))];
        int total = doubled.Sum();
        double[] share = new double[total + 1];
        share[0] = 1;
        foreach (int rank in doubled)
        {
            for (int sum = total; sum >= 0; sum--)
            {
                share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
            }
        }

        int observed = (int)Math.Round(2 * positive);
        int nearer = Math.Min(observed, total - observed);
        return Math.Min(1, 2 * share.Take(nearer + 1).Sum());
    }

    private static double NormalP(double[] ranks, double positive)
    {
        double n = ranks.Length;
        double ties = ranks.GroupBy(rank => rank).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
        double mean = n * (n + 1) / 4;
        double deviation = Math.Sqrt((n * (n + 1) * ((2 * n) + 1) / 24) - (ties / 48));
        double z = Math.Max(0, Math.Abs(positive - mean) - 0.5) / deviation;
        return 2 * Normal.CDF(0, 1, -z);
    }
}
