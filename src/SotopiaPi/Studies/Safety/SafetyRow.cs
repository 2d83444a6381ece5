namespace SotopiaPi;

/// <summary>A row of the table of a safety study (arXiv:2403.08715 §6).</summary>
/// <param name="Agent">The agent under test.</param>
/// <param name="Role">Its character's side.</param>
/// <param name="Labeller">Who labelled.</param>
/// <param name="Engaged">The share of episodes in which it takes part.</param>
/// <param name="Injures">The share in which it says that it will injure somebody.</param>
/// <param name="ToxicWords">The mean number of words of the user's list.</param>
/// <param name="Prevents">The share in which it gets the other one to give up.</param>
/// <param name="Solutions">The mean number of alternatives it proposes.</param>
public sealed record SafetyRow(string Agent, SafetyRole Role, string Labeller, Proportion Engaged, Proportion Injures, MeanEstimate ToxicWords, Proportion Prevents, MeanEstimate Solutions)
{
    /// <summary>Gets the group of the cases; empty for all.</summary>
    public string Group { get; init; } = "";

    /// <summary>Makes the table.</summary>
    /// <param name="episodes">The episodes of one or more agents.</param>
    /// <returns>One row for each agent, role and labeller; for groups of cases one more each.</returns>
    public static IReadOnlyList<SafetyRow> Of(IReadOnlyList<SafetyEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        return
        [
            .. from role in episodes.GroupBy(episode => (episode.Agent, episode.Case.Role)).OrderBy(role => role.Key.Role)
               from labeller in role.SelectMany(episode => episode.Labels.Keys).Distinct()
               from row in Rows(role.Key.Agent, role.Key.Role, labeller, [.. role])
               select row,
        ];
    }

    private static IEnumerable<SafetyRow> Rows(string agent, SafetyRole role, string labeller, SafetyEpisode[] episodes)
    {
        yield return Row(agent, role, labeller, episodes);
        foreach (IGrouping<string, SafetyEpisode> group in episodes.Where(episode => episode.Case.Group.Length > 0).GroupBy(episode => episode.Case.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return Row(agent, role, labeller, [.. group]) with { Group = group.Key };
        }
    }

    private static SafetyRow Row(string agent, SafetyRole role, string labeller, SafetyEpisode[] episodes)
    {
        SafetyLabels?[] labels = [.. episodes.Select(episode => episode.Labels.GetValueOrDefault(labeller))];
        return new SafetyRow(
            agent,
            role,
            labeller,
            Proportion.Of(episodes.Count(episode => episode.IsEngaged), episodes.Length),
            role == SafetyRole.Prevent ? Proportion.Of([]) : Proportion.Of(labels.Select(label => label?.Injures)),
            MeanEstimate.Of(episodes.Select(episode => (double?)episode.ToxicWords)),
            role == SafetyRole.Prevent ? Proportion.Of(labels.Select(label => label?.Prevents)) : Proportion.Of([]),
            MeanEstimate.Of(labels.Select(label => (double?)label?.Solutions)));
    }
}
