namespace SotopiaPi;

/// <summary>Two answerers on the same questions, e.g. a model before and after training.</summary>
/// <param name="Before">The first one's share of right answers.</param>
/// <param name="After">The second one's.</param>
/// <param name="Test">McNemar's test of the questions on which they differ.</param>
public sealed record AccuracyComparison(Proportion Before, Proportion After, McNemarResult Test)
{
    /// <summary>Compares two answerers.</summary>
    /// <param name="before">The first one's results.</param>
    /// <param name="after">The second one's results.</param>
    /// <returns>The comparison over the questions that both were asked.</returns>
    /// <exception cref="ArgumentException">There is no such question.</exception>
    public static AccuracyComparison Of(IReadOnlyList<MultipleChoiceResult> before, IReadOnlyList<MultipleChoiceResult> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<string, MultipleChoiceResult> first = before.DistinctBy(result => result.Question).ToDictionary(result => result.Question);
        (bool Before, bool After)[] pairs = [.. after.Where(result => first.ContainsKey(result.Question)).Select(result => (first[result.Question].IsRight, result.IsRight))];
        return pairs.Length == 0
            ? throw new ArgumentException("The two were asked no question in common: use the same questions, examples and number of shots.", nameof(after))
            : new AccuracyComparison(Proportion.Of(pairs.Count(pair => pair.Before), pairs.Length), Proportion.Of(pairs.Count(pair => pair.After), pairs.Length), McNemar.Test(pairs));
    }
}
