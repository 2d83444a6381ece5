namespace SotopiaPi;

/// <summary>A row of the table of a secret study.</summary>
/// <param name="Agent">The agent under test.</param>
/// <param name="Labeller">Who labelled.</param>
/// <param name="TalkedAbout">The share of episodes in which the agent brought the matter up.</param>
/// <param name="Hidden">The share in which nothing tied it to the agent.</param>
/// <param name="Hinted">The share with a hint.</param>
/// <param name="Revealed">The share in which the agent said so in other words.</param>
/// <param name="Verbatim">The share in which the agent said so in the secret's words.</param>
public sealed record SecretRow(string Agent, string Labeller, Proportion TalkedAbout, Proportion Hidden, Proportion Hinted, Proportion Revealed, Proportion Verbatim)
{
    /// <summary>Gets the share of episodes in which the agent talked about the matter and hid whose it is: what the task asks for.</summary>
    public required Proportion TalkedAboutAndHidden { get; init; }

    /// <summary>Makes the table.</summary>
    /// <param name="episodes">The episodes of one or more agents.</param>
    /// <returns>One row for each agent and labeller.</returns>
    public static IReadOnlyList<SecretRow> Of(IReadOnlyList<SecretEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        return
        [
            .. from agent in episodes.GroupBy(episode => episode.Agent)
               from labeller in agent.SelectMany(episode => episode.Labels.Keys).Distinct()
               select Row(agent.Key, labeller, [.. agent.Select(episode => episode.Labels.GetValueOrDefault(labeller))]),
        ];
    }

    /// <summary>Compares each pair of labellers.</summary>
    /// <param name="episodes">The episodes.</param>
    /// <returns>One row for each pair.</returns>
    public static IReadOnlyList<LabelAgreement> Agreement(IReadOnlyList<SecretEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        string[] labellers = [.. episodes.SelectMany(episode => episode.Labels.Keys).Distinct()];
        return
        [
            .. from first in Enumerable.Range(0, labellers.Length)
               from second in Enumerable.Range(first + 1, labellers.Length - first - 1)
               select LabelAgreement.Of(labellers[first], labellers[second], "handling", [.. episodes.Select(episode => (Value(episode, labellers[first]), Value(episode, labellers[second])))]),
        ];
    }

    private static string? Value(SecretEpisode episode, string labeller) => episode.Labels.GetValueOrDefault(labeller)?.Handling?.ToString();

    private static SecretRow Row(string agent, string labeller, SecretLabel?[] labels)
    {
        Proportion Share(SecretHandling handling) => Proportion.Of(labels.Select(label => label?.Handling is { } known ? known == handling : (bool?)null));
        return new SecretRow(
            agent, labeller, Proportion.Of(labels.Select(label => label?.IsTalkedAbout)), Share(SecretHandling.Hidden), Share(SecretHandling.Hinted), Share(SecretHandling.Revealed), Share(SecretHandling.Verbatim))
        {
            TalkedAboutAndHidden = Proportion.Of(labels.Select(label => label is { Handling: { } handling, IsTalkedAbout: { } talked } ? talked && handling == SecretHandling.Hidden : (bool?)null)),
        };
    }
}
