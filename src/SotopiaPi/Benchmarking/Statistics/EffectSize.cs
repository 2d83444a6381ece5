namespace SotopiaPi;

/// <summary>Effect sizes: how large a difference is, apart from how certain.</summary>
public static class EffectSize
{
    /// <summary>Computes Cohen's d of two groups: the difference of the means in pooled standard deviations (Cohen 1988, §2.5).</summary>
    /// <param name="first">The first group; at least two values.</param>
    /// <param name="second">The second group; at least two values.</param>
    /// <returns>The effect; <see langword="null"/> when nothing varies.</returns>
    /// <exception cref="ArgumentException">A group has fewer than two values.</exception>
    public static double? CohenD(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        RequireTwo(first, nameof(first));
        RequireTwo(second, nameof(second));
        (double meanA, double varianceA) = Moments.Of(first);
        (double meanB, double varianceB) = Moments.Of(second);
        double pooled = (((first.Count - 1) * varianceA) + ((second.Count - 1) * varianceB)) / (first.Count + second.Count - 2);
        return pooled == 0 ? null : (meanA - meanB) / Math.Sqrt(pooled);
    }

    /// <summary>Computes Hedges' g: Cohen's d without its bias in small groups, by the factor 1 − 3/(4(n₁+n₂) − 9) (Hedges 1981).</summary>
    /// <param name="first">The first group; at least two values.</param>
    /// <param name="second">The second group; at least two values.</param>
    /// <returns>The effect; <see langword="null"/> when nothing varies.</returns>
    /// <exception cref="ArgumentException">A group has fewer than two values.</exception>
    public static double? HedgesG(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        CohenD(first, second) * (1 - (3.0 / ((4.0 * (first.Count + second.Count)) - 9)));

    /// <summary>Computes Cohen's d of pairs (d_z): the mean difference in standard deviations of the differences.</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The effect; <see langword="null"/> when the differences do not vary.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two complete pairs.</exception>
    public static double? CohenD(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        sample.RequireTwoPairs("An effect size of pairs");
        (double mean, double variance) = Moments.Of(sample.Differences);
        return variance == 0 ? null : mean / Math.Sqrt(variance);
    }

    /// <summary>Computes Cliff's δ: how much more often a value of the first group is the larger one (Cliff 1993).</summary>
    /// <param name="first">The first group; not empty.</param>
    /// <param name="second">The second group; not empty.</param>
    /// <returns>From −1 (always smaller) to 1 (always larger).</returns>
    /// <exception cref="ArgumentException">A group is empty.</exception>
    public static double CliffDelta(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count == 0 || second.Count == 0)
        {
            throw new ArgumentException($"The groups have {first.Count} and {second.Count} values: Cliff's delta needs at least one in each.");
        }

        long balance = first.Sum(a => second.Sum(b => (long)a.CompareTo(b)));
        return balance / ((double)first.Count * second.Count);
    }

    private static void RequireTwo(IReadOnlyList<double> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count < 2)
        {
            throw new ArgumentException($"The group has {values.Count} values: an effect size needs at least two.", name);
        }
    }
}
