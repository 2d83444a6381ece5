using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>What the reference's judge reads of an episode: the whole scene, then the turns. What contains "did nothing" is left out there, whoever said it.</summary>
internal static class ReferenceHistory
{
    private const string Idle = "did nothing";

    public static string Of(Episode episode)
    {
        EpisodeOptions options = episode.State.Options;
        string[] names = [.. episode.Task.Agents.Select(agent => agent.Name)];
        StringBuilder text = new(ContextText.Of(SceneView.Whole(episode.Task), options.Semantics));
        foreach (TurnRecord turn in episode.Turns)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nTurn #{turn.Turn + 1}");
            foreach ((Seat seat, AgentTurn done) in turn.Turns.OrderBy(pair => pair.Key.Index))
            {
                string deed = ActionText.By(names[seat.Index], done.Action, names, options.Semantics);
                text.Append(deed.Contains(Idle, StringComparison.Ordinal) ? "" : "\n" + deed);
            }
        }

        return text.ToString();
    }
}
