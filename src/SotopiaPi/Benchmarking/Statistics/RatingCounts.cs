namespace SotopiaPi;

/// <summary>How often each category was chosen for each item.</summary>
internal sealed record RatingCounts(IReadOnlyList<int[]> Counts, int Raters, int Categories)
{
    /// <summary>Mean over items of Σ k(k−1) / (n(n−1)).</summary>
    public double PairwiseAgreement => Counts.Average(item => item.Sum(count => (double)count * (count - 1)) / ((double)Raters * (Raters - 1)));

    public static RatingCounts Of<T>(IReadOnlyList<IReadOnlyList<T>> ratings)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(ratings);
        int raters = ratings.Count == 0 ? 0 : ratings[0].Count;
        for (int item = 0; item < ratings.Count; item++)
        {
            if (ratings[item].Count != raters)
            {
                throw new ArgumentException($"Item {item} has {ratings[item].Count} ratings and item 0 has {raters}: this statistic needs as many for each. Use {nameof(KrippendorffAlpha)} when ratings are missing.", nameof(ratings));
            }
        }

        if (raters < 2)
        {
            throw new ArgumentException($"There are {ratings.Count} items with {raters} ratings each: agreement needs at least one item and two ratings of it.", nameof(ratings));
        }

        T[] categories = [.. ratings.SelectMany(item => item).Distinct()];
        Dictionary<T, int> indices = categories.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return new RatingCounts([.. ratings.Select(item => Count(item, indices))], raters, categories.Length);
    }

    private static int[] Count<T>(IReadOnlyList<T> item, Dictionary<T, int> indices)
        where T : notnull
    {
        int[] counts = new int[indices.Count];
        foreach (T category in item)
        {
            counts[indices[category]]++;
        }

        return counts;
    }
}
