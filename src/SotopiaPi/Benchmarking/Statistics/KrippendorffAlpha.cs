namespace SotopiaPi;

/// <summary>Krippendorff's α: agreement beyond chance for any number of raters, with missing ratings, on any scale (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").</summary>
public static class KrippendorffAlpha
{
    /// <summary>Computes α.</summary>
    /// <param name="ratings">For each item the raters' values, in any order; <see langword="null"/> for missing ones. Items with fewer than two values do not count.</param>
    /// <param name="scale">How far apart two values are.</param>
    /// <returns>At most 1; <see langword="null"/> when there is no item with two values, or all values are equal.</returns>
    public static double? Of(IReadOnlyList<IReadOnlyList<double?>> ratings, MeasurementScale scale = MeasurementScale.Interval)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        double[][] items = [.. ratings.Select(Present).Where(item => item.Length >= 2)];
        if (items.Length == 0)
        {
            return null;
        }

        double[] all = [.. items.SelectMany(item => item)];
        Func<double, double, double> distance = Distance(scale, all);
        double observed = items.Sum(item => PairSum(item, distance) / (item.Length - 1));
        double expected = PairSum(all, distance) / (all.Length - 1);
        return expected == 0 ? null : 1 - (observed / expected);
    }

    private static double[] Present(IReadOnlyList<double?> item) => [.. from value in item where value is not null select value.Value];

    /// <summary>The sum of the distances of all ordered pairs, grouped by value so that it is quick for long lists.</summary>
    private static double PairSum(double[] values, Func<double, double, double> distance)
    {
        (double Value, int Count)[] groups = [.. values.GroupBy(value => value).Select(group => (group.Key, group.Count()))];
        return groups.Sum(a => groups.Sum(b => (double)a.Count * b.Count * distance(a.Value, b.Value)));
    }

    private static Func<double, double, double> Distance(MeasurementScale scale, double[] all) => scale switch
    {
        MeasurementScale.Nominal => (a, b) => a == b ? 0 : 1,
        MeasurementScale.Ordinal => Ordinal(all),
        MeasurementScale.Interval => (a, b) => (a - b) * (a - b),
        MeasurementScale.Ratio => (a, b) => a + b == 0 ? 0 : Math.Pow((a - b) / (a + b), 2),
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale is unknown."),
    };

    /// <summary>The squared number of values between two values, each of these two counted half.</summary>
    private static Func<double, double, double> Ordinal(double[] all)
    {
        double[] sorted = [.. all.Order()];
        Dictionary<double, double> middle = sorted.Index().GroupBy(pair => pair.Item).ToDictionary(group => group.Key, group => group.Average(pair => pair.Index));
        return (a, b) => Math.Pow(middle[a] - middle[b], 2);
    }
}
