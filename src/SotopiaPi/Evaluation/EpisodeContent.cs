using System.Globalization;

namespace SotopiaPi;

/// <summary>Hashes what a judge reads of an episode, and nothing else: who plays with which model does not count.</summary>
public static class EpisodeContent
{
    /// <summary>Computes the key of the content: scene, characters, goals, what was done and how it ended.</summary>
    /// <param name="episode">The episode.</param>
    /// <returns>A stable key; equal for equal content, whatever the episode's own key.</returns>
    public static string KeyOf(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        List<string?> parts = ["content", episode.Task.Environment.Scenario, episode.Environment, string.Join(',', episode.State.Options.HintTags)];
        parts.AddRange(episode.Task.Environment.Goals);
        foreach (AgentProfile agent in episode.Task.Agents)
        {
            parts.AddRange([agent.Name, Biography.Full(agent)]);
        }

        foreach (TurnRecord turn in episode.Turns)
        {
            parts.Add(turn.Turn.ToString(CultureInfo.InvariantCulture));
            foreach ((Seat seat, AgentTurn done) in turn.Turns.OrderBy(pair => pair.Key.Index))
            {
                parts.AddRange([seat.ToString(), done.Action.Type.Name, done.Action.Argument, string.Join(',', done.Action.Recipients)]);
            }

            parts.AddRange(turn.Events);
        }

        parts.AddRange([episode.State.End?.Reason.Name, episode.State.End?.Text]);
        return StableKey.Of(parts);
    }
}
