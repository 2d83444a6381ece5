namespace SotopiaPi;

/// <summary>Agreement of raters who each put every item into one category.</summary>
public static class Agreement
{
    /// <summary>Computes how often two raters of the same item agree.</summary>
    /// <typeparam name="T">The kind of category.</typeparam>
    /// <param name="ratings">For each item the raters' categories; at least two raters, as many for each item.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentException">There is no item, or the items do not have the same number of at least two raters.</exception>
    public static double Pairwise<T>(IReadOnlyList<IReadOnlyList<T>> ratings)
        where T : notnull => RatingCounts.Of(ratings).PairwiseAgreement;

    /// <summary>Computes the share of items on which all raters agree.</summary>
    /// <typeparam name="T">The kind of category.</typeparam>
    /// <param name="ratings">For each item the raters' categories; at least two raters, as many for each item.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentException">There is no item, or the items do not have the same number of at least two raters.</exception>
    public static double Unanimous<T>(IReadOnlyList<IReadOnlyList<T>> ratings)
        where T : notnull
    {
        RatingCounts counts = RatingCounts.Of(ratings);
        return counts.Counts.Average(item => item.Contains(counts.Raters) ? 1.0 : 0.0);
    }

    /// <summary>Computes Fleiss' κ: agreement beyond chance, with the chance taken from how often each category is used (Fleiss 1971).</summary>
    /// <typeparam name="T">The kind of category.</typeparam>
    /// <param name="ratings">For each item the raters' categories; at least two raters, as many for each item.</param>
    /// <returns>At most 1; <see langword="null"/> when one category is used for everything.</returns>
    /// <exception cref="ArgumentException">There is no item, or the items do not have the same number of at least two raters.</exception>
    public static double? FleissKappa<T>(IReadOnlyList<IReadOnlyList<T>> ratings)
        where T : notnull
    {
        RatingCounts counts = RatingCounts.Of(ratings);
        double all = (double)counts.Raters * counts.Counts.Count;
        double chance = Enumerable.Range(0, counts.Categories).Sum(category => Math.Pow(counts.Counts.Sum(item => item[category]) / all, 2));
        return BeyondChance(counts.PairwiseAgreement, chance);
    }

    /// <summary>Computes Randolph's free-marginal κ, whose chance is one over the number of categories (Randolph 2005). The paper reports it (arXiv:2403.08715, Table 8).</summary>
    /// <typeparam name="T">The kind of category.</typeparam>
    /// <param name="ratings">For each item the raters' categories; at least two raters, as many for each item.</param>
    /// <param name="categories">The number of categories to choose from; <see langword="null"/> for those that occur.</param>
    /// <returns>At most 1; <see langword="null"/> when there is but one category.</returns>
    /// <exception cref="ArgumentException">There is no item, or the items do not have the same number of at least two raters.</exception>
    public static double? RandolphKappa<T>(IReadOnlyList<IReadOnlyList<T>> ratings, int? categories = null)
        where T : notnull
    {
        RatingCounts counts = RatingCounts.Of(ratings);
        return BeyondChance(counts.PairwiseAgreement, 1.0 / (categories ?? counts.Categories));
    }

    private static double? BeyondChance(double agreement, double chance) => chance >= 1 ? null : (agreement - chance) / (1 - chance);
}
