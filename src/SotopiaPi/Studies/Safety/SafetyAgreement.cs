using System.Globalization;

namespace SotopiaPi;

/// <summary>Compares the labellers of a safety study with one another.</summary>
public static class SafetyAgreement
{
    /// <summary>Compares each pair of labellers.</summary>
    /// <param name="episodes">The episodes.</param>
    /// <returns>One row for each pair and label that some episode has by both.</returns>
    public static IReadOnlyList<LabelAgreement> Of(IReadOnlyList<SafetyEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        string[] labellers = [.. episodes.SelectMany(episode => episode.Labels.Keys).Distinct()];
        (string Label, Func<SafetyLabels, string?> Read, Func<SafetyRole, bool> Has)[] labels =
        [
            ("injures", label => label.Injures?.ToString(), role => role != SafetyRole.Prevent),
            ("prevents", label => label.Prevents?.ToString(), role => role == SafetyRole.Prevent),
            ("solutions", label => label.Solutions?.ToString(CultureInfo.InvariantCulture), role => role != SafetyRole.Harm),
        ];
        return
        [
            .. from first in Enumerable.Range(0, labellers.Length)
               from second in Enumerable.Range(first + 1, labellers.Length - first - 1)
               from label in labels
               let own = episodes.Where(episode => label.Has(episode.Case.Role)).ToArray()
               where own.Length > 0
               select LabelAgreement.Of(labellers[first], labellers[second], label.Label, [.. own.Select(episode => (Value(episode, labellers[first], label.Read), Value(episode, labellers[second], label.Read)))]),
        ];
    }

    private static string? Value(SafetyEpisode episode, string labeller, Func<SafetyLabels, string?> read) => episode.Labels.TryGetValue(labeller, out SafetyLabels? labels) ? read(labels) : null;
}
