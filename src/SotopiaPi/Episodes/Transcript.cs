using System.Text;

namespace SotopiaPi;

/// <summary>Writes an episode as text for people and judges: everything is shown, secrets, goals and private messages included.</summary>
/// <remarks>
/// The plain text has one fact on a line, so that it can be read back:
/// <code>
/// Scenario: …
/// Participants: Ada Reed and Ben Cole
/// Ada Reed's background: … Ada's secrets: …
/// Ada Reed's goal: …
/// Turn #1: Ada Reed said: "…"
/// Turn #2: Ben Cole [private to Ada Reed] said: "…"
/// Turn #2: an event of the environment
/// Turn #2: [to Ada Reed] an event that only she perceives
/// End: …
/// </code>
/// Turns are numbered from 1; several lines of one turn have the same number. In texts of the data and the players a line break is written <c>\n</c> and a backslash <c>\\</c>.
/// </remarks>
public static class Transcript
{
    /// <summary>Writes an episode as plain text.</summary>
    /// <param name="episode">The episode, whole or up to a turn.</param>
    /// <returns>The text, with <c>\n</c> after each line. A pure function of the episode.</returns>
    public static string Of(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        StringBuilder text = new();
        foreach ((string title, string content) in Introduction(episode))
        {
            text.Append(title).Append(": ").Append(OneLine(content)).Append('\n');
        }

        foreach (TranscriptLine line in Lines(episode))
        {
            text.Append(line.Title).Append(": ").Append(OneLine(line.Text)).Append('\n');
        }

        if (episode.State.End is { } end)
        {
            text.Append("End: ").Append(OneLine(end.Text)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes an episode as Markdown. Everything from the data and the players is escaped.</summary>
    /// <param name="episode">The episode.</param>
    /// <returns>The Markdown text.</returns>
    public static string ToMarkdown(Episode episode) => MarkdownTranscript.Write(episode);

    /// <summary>Writes an episode as a complete HTML page without scripts. Everything from the data and the players is encoded.</summary>
    /// <param name="episode">The episode.</param>
    /// <returns>The page.</returns>
    public static string ToHtml(Episode episode) => HtmlTranscript.Write(episode);

    /// <summary>What stands before the turns: title and content.</summary>
    internal static IEnumerable<(string Title, string Content)> Introduction(Episode episode)
    {
        ObservedScene scene = SceneView.Whole(episode.Task);
        yield return ("Scenario", scene.Scenario);
        yield return ("Participants", SceneTexts.And([.. scene.Participants.Select(participant => participant.Name)]));
        foreach (ObservedParticipant participant in scene.Participants)
        {
            yield return ($"{participant.Name}'s background", participant.Background);
        }

        foreach (ObservedParticipant participant in scene.Participants)
        {
            yield return ($"{participant.Name}'s goal", participant.Goal!);
        }
    }

    internal static IEnumerable<TranscriptLine> Lines(Episode episode)
    {
        string[] names = [.. episode.Task.Agents.Select(agent => agent.Name)];
        foreach (TurnEvent happened in episode.State.Opening)
        {
            yield return TranscriptLine.Of(-1, happened, names);
        }

        foreach (TurnRecord turn in episode.Turns)
        {
            foreach ((Seat seat, AgentTurn done) in turn.Turns.OrderBy(pair => pair.Key.Index))
            {
                yield return new TranscriptLine(turn.Turn, seat, ActionText.By(names[seat.Index], done.Action, names, episode.State.Options.Semantics), done);
            }

            foreach (TurnEvent happened in turn.Events.Select(text => new TurnEvent(text, [])).Concat(turn.PrivateEvents))
            {
                yield return TranscriptLine.Of(turn.Turn, happened, names);
            }
        }
    }

    private static string OneLine(string text) => text.AsSpan().IndexOfAny('\\', '\n', '\r') < 0
        ? text
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
