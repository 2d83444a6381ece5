namespace SotopiaPi;

/// <summary>Two measurements of the same things, e.g. of two players on the same scenarios. Pairs that lack one of them are left out and counted.</summary>
/// <param name="First">The first measurement of each complete pair.</param>
/// <param name="Second">The second, in the same order.</param>
/// <param name="Incomplete">The number of pairs that were left out.</param>
public sealed record PairedSample(IReadOnlyList<double> First, IReadOnlyList<double> Second, int Incomplete)
{
    /// <summary>Gets the number of complete pairs.</summary>
    public int Count => First.Count;

    /// <summary>Gets the first minus the second of each pair.</summary>
    public IReadOnlyList<double> Differences => [.. First.Zip(Second, (first, second) => first - second)];

    /// <summary>Pairs two lists by position.</summary>
    /// <param name="first">The first measurements; <see langword="null"/> for missing ones.</param>
    /// <param name="second">The second measurements, as many.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="ArgumentException">The lists have different lengths.</exception>
    public static PairedSample Of(IReadOnlyList<double?> first, IReadOnlyList<double?> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"The first list has {first.Count} values and the second {second.Count}: pairs need as many of each, with null for a missing one.", nameof(second));
        }

        (double? First, double? Second)[] complete = [.. first.Zip(second).Where(pair => pair.First is not null && pair.Second is not null)];
        return new PairedSample([.. complete.Select(pair => pair.First!.Value)], [.. complete.Select(pair => pair.Second!.Value)], first.Count - complete.Length);
    }

    /// <summary>Pairs two lists without missing values by position.</summary>
    /// <param name="first">The first measurements.</param>
    /// <param name="second">The second measurements, as many.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="ArgumentException">The lists have different lengths.</exception>
    public static PairedSample Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Of([.. first.Select(value => (double?)value)], [.. second.Select(value => (double?)value)]);
    }

    /// <summary>Averages the measurements of each key and pairs the averages: the paper's pairing by scenario (arXiv:2403.08715, Table 6).</summary>
    /// <typeparam name="TKey">The kind of key, e.g. the key of a task.</typeparam>
    /// <param name="first">The first measurements; several of one key are averaged, missing ones left out.</param>
    /// <param name="second">The second measurements.</param>
    /// <returns>One pair for each key, in the order of first appearance; keys without a value on one side are incomplete.</returns>
    public static PairedSample ByKey<TKey>(IEnumerable<KeyValuePair<TKey, double?>> first, IEnumerable<KeyValuePair<TKey, double?>> second)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ILookup<TKey, double?> firsts = first.ToLookup(pair => pair.Key, pair => pair.Value);
        ILookup<TKey, double?> seconds = second.ToLookup(pair => pair.Key, pair => pair.Value);
        TKey[] keys = [.. firsts.Select(group => group.Key).Union(seconds.Select(group => group.Key))];
        return Of([.. keys.Select(key => firsts[key].Average())], [.. keys.Select(key => seconds[key].Average())]);
    }

    /// <summary>Estimates the mean difference, first minus second.</summary>
    /// <param name="confidence">The coverage, between 0.5 and 0.999.</param>
    /// <returns>The estimate; without an interval when there are fewer than two complete pairs.</returns>
    public MeanEstimate Difference(double confidence = 0.95) => MeanEstimate.Of(Differences, confidence) with { Missing = Incomplete };

    /// <summary>Refuses a comparison of fewer than two complete pairs.</summary>
    internal void RequireTwoPairs(string comparison)
    {
        if (Count < 2)
        {
            throw new InvalidOperationException(
                $"{comparison} needs at least two complete pairs, but {Count} of {Count + Incomplete} pairs are complete: rate more episodes, or report the counts without a comparison.");
        }
    }
}
