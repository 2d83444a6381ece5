namespace SotopiaPi;

/// <summary>Shares items out among raters.</summary>
internal static class HumanStudyShares
{
    /// <summary>The items of each rater in a drawn order. An item goes to those with the fewest so far who have never seen it.</summary>
    public static Dictionary<string, List<string>> Of(HumanStudy study, IReadOnlyList<(string Item, int Raters)> wanted, IReadOnlyList<string> raters, int round)
    {
        if (raters.Any(string.IsNullOrWhiteSpace) || raters.Distinct(StringComparer.OrdinalIgnoreCase).Count() != raters.Count)
        {
            throw new ArgumentException($"The raters are {string.Join(", ", raters.Select(rater => $"'{rater}'"))}: give each a name of its own.", nameof(raters));
        }

        Dictionary<string, HashSet<string>> seen = raters.ToDictionary(
            rater => rater, rater => study.Assignments.Where(assignment => assignment.Rater == rater).SelectMany(assignment => assignment.Steps).ToHashSet(), StringComparer.Ordinal);
        Dictionary<string, List<string>> lists = raters.ToDictionary(rater => rater, _ => new List<string>(), StringComparer.Ordinal);
        foreach ((string item, int count) in wanted.OrderBy(item => Draw(study, round, "item", item.Item), StringComparer.Ordinal))
        {
            string[] chosen =
            [
                .. raters.Where(rater => !seen[rater].Contains(item) && lists[rater].Count < (study.Options.MaxItemsPerRater ?? int.MaxValue))
                    .OrderBy(rater => lists[rater].Count)
                    .ThenBy(rater => Draw(study, round, "rater", rater + "\n" + item), StringComparer.Ordinal)
                    .Take(count),
            ];
            if (chosen.Length < count)
            {
                string limit = study.Options.MaxItemsPerRater is { } most ? $" and have not got {most} items already" : "";
                throw new ArgumentException(
                    $"Item '{item}' needs {count} raters who have not seen it{limit}, but only {chosen.Length} of the {raters.Count} can take it: invite more people.", nameof(raters));
            }

            foreach (string rater in chosen)
            {
                lists[rater].Add(item);
            }
        }

        return lists.ToDictionary(pair => pair.Key, pair => pair.Value.OrderBy(item => Draw(study, round, "order " + pair.Key, item), StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
    }

    private static string Draw(HumanStudy study, int round, string purpose, string of) => StableKey.Of([purpose, study.Id, FormattableString.Invariant($"{study.Options.Seed} {round}"), of]);
}
