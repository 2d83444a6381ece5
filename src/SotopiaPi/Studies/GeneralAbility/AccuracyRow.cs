namespace SotopiaPi;

/// <summary>How many answers of a subject, a group or all were right.</summary>
/// <param name="Name">The subject, the group, or <c>all</c>.</param>
/// <param name="Accuracy">The share of right answers with Wilson's interval.</param>
/// <param name="Failures">The answers that were not in the asked form.</param>
public sealed record AccuracyRow(string Name, Proportion Accuracy, int Failures)
{
    /// <summary>The row of all questions.</summary>
    public const string All = "all";

    /// <summary>Counts right answers.</summary>
    /// <param name="results">The results of one answerer.</param>
    /// <returns>One row for each subject, then one for each group, then one for all. All is the share of all questions, as the authors report it, not the mean of the subjects.</returns>
    public static IReadOnlyList<AccuracyRow> Of(IReadOnlyList<MultipleChoiceResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        IEnumerable<AccuracyRow> Rows(Func<MultipleChoiceResult, string> name) => results.GroupBy(name).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Row(group.Key, [.. group]));
        return [.. Rows(result => result.Subject), .. Rows(result => MmluSubjects.GroupOf(result.Subject)), Row(All, results)];
    }

    private static AccuracyRow Row(string name, IReadOnlyList<MultipleChoiceResult> results) =>
        new(name, Proportion.Of(results.Count(result => result.IsRight), results.Count), results.Count(result => result.IsFailure));
}
