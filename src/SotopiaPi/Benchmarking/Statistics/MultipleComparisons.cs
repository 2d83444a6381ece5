namespace SotopiaPi;

/// <summary>Adjusts the p-values of several comparisons made at once. An adjusted p-value is compared with the level as a single one would be.</summary>
public static class MultipleComparisons
{
    /// <summary>Adjusts by Holm's step-down method, which bounds the chance of a single false finding (Holm 1979).</summary>
    /// <param name="pValues">The p-values; <see langword="null"/> for comparisons without one, which do not count.</param>
    /// <returns>The adjusted p-values in the same order.</returns>
    /// <exception cref="ArgumentException">A value is not between 0 and 1.</exception>
    public static IReadOnlyList<double?> Holm(IReadOnlyList<double?> pValues)
    {
        (int[] order, double?[] adjusted) = Ascending(pValues);
        double largest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]!.Value));
            adjusted[order[rank]] = largest;
        }

        return adjusted;
    }

    /// <summary>Adjusts by the step-up method of Benjamini and Hochberg, which bounds the share of false findings (Benjamini and Hochberg 1995).</summary>
    /// <param name="pValues">The p-values; <see langword="null"/> for comparisons without one, which do not count.</param>
    /// <returns>The adjusted p-values in the same order.</returns>
    /// <exception cref="ArgumentException">A value is not between 0 and 1.</exception>
    public static IReadOnlyList<double?> BenjaminiHochberg(IReadOnlyList<double?> pValues)
    {
        (int[] order, double?[] adjusted) = Ascending(pValues);
        double smallest = 1;
        for (int rank = order.Length - 1; rank >= 0; rank--)
        {
            smallest = Math.Min(smallest, pValues[order[rank]]!.Value * order.Length / (rank + 1));
            adjusted[order[rank]] = smallest;
        }

        return adjusted;
    }

    private static (int[] Order, double?[] Adjusted) Ascending(IReadOnlyList<double?> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        foreach (double? p in pValues)
        {
            if (p is not null and not (>= 0 and <= 1))
            {
                throw new ArgumentException(FormattableString.Invariant($"{p} is no p-value: they lie between 0 and 1."), nameof(pValues));
            }
        }

        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(index => pValues[index] is not null).OrderBy(index => pValues[index])];
        return (order, new double?[pValues.Count]);
    }
}
