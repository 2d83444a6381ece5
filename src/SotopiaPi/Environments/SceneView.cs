using System.Text;

namespace SotopiaPi;

/// <summary>Shows a task to a seat: the one place where it is decided what a seat knows before the first turn.</summary>
internal static class SceneView
{
    public static ObservedScene For(SocialTask task, EpisodeOptions options, Seat observer)
    {
        ObservedParticipant[] participants =
        [
            .. task.Seats.Select(seat => new ObservedParticipant(
                seat,
                task.Agents[seat.Index].Name,
                Background(task, options, observer, seat),
                seat == observer || options.Omniscient ? HintTags.Render(task.Environment.Goals[seat.Index], options.HintTags) : null)),
        ];
        return new ObservedScene(HintTags.Render(task.Environment.Scenario, options.HintTags), participants);
    }

    /// <summary>The scene in words, in the layout of the reference.</summary>
    public static string Text(ObservedScene scene)
    {
        StringBuilder text = new("Here is the context of this interaction:\nScenario: ");
        text.Append(scene.Scenario).Append("\nParticipants: ").Append(SceneTexts.And([.. scene.Participants.Select(participant => participant.Name)]));
        foreach (ObservedParticipant participant in scene.Participants)
        {
            text.Append('\n').Append(participant.Name).Append("'s background: ").Append(participant.Background);
        }

        foreach (ObservedParticipant participant in scene.Participants)
        {
            text.Append('\n').Append(participant.Name).Append("'s goal: ").Append(participant.Goal ?? "Unknown");
        }

        return text.ToString();
    }

    private static string Background(SocialTask task, EpisodeOptions options, Seat observer, Seat seat)
    {
        AgentProfile profile = task.Agents[seat.Index];
        return options.Lite ? ""
            : seat == observer || options.Omniscient ? Biography.Full(profile)
            : Biography.SeenBy(profile, task.Relationship);
    }
}
