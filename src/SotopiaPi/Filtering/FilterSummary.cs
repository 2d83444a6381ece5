namespace SotopiaPi;

/// <summary>Counts the decisions of a filter for a report.</summary>
/// <param name="Kept">The number of seats kept.</param>
/// <param name="Dropped">The number of seats dropped.</param>
/// <param name="Rules">How often each rule decided, most frequent first.</param>
public sealed record FilterSummary(int Kept, int Dropped, IReadOnlyList<FilterRuleCount> Rules)
{
    /// <summary>Counts the decisions.</summary>
    /// <param name="result">The decisions.</param>
    /// <returns>The summary.</returns>
    public static FilterSummary Of(FilterResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        int kept = result.Decisions.Count(decision => decision.Kept);
        IEnumerable<FilterRuleCount> rules = result.Decisions
            .GroupBy(decision => (decision.Rule, decision.Kept))
            .Select(rule => new FilterRuleCount(rule.Key.Rule, rule.Key.Kept, rule.Count()))
            .OrderByDescending(rule => rule.Count)
            .ThenBy(rule => rule.Rule, StringComparer.Ordinal);
        return new FilterSummary(kept, result.Decisions.Count - kept, [.. rules]);
    }
}

/// <summary>How often a rule decided.</summary>
/// <param name="Rule">The rule, as <see cref="FilterDecision.Rule"/>.</param>
/// <param name="Kept">Whether it keeps.</param>
/// <param name="Count">The number of seats.</param>
public sealed record FilterRuleCount(string Rule, bool Kept, int Count);
