namespace SotopiaPi;

/// <summary>An episode as raters see it: everything that happened and nothing about who played it.</summary>
/// <param name="Scenario">The situation.</param>
/// <param name="Participants">The characters in the order of the seats.</param>
/// <param name="Turns">What happened, in order.</param>
/// <param name="End">How it ended; may be empty.</param>
public sealed record HumanStudyScene(string Scenario, IReadOnlyList<HumanStudyParticipant> Participants, IReadOnlyList<HumanStudyTurn> Turns, string End)
{
    /// <summary>Shows an episode.</summary>
    /// <param name="episode">The episode.</param>
    /// <returns>The scene, secrets and goals of all characters included, as the judge sees them.</returns>
    public static HumanStudyScene Of(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ObservedScene scene = SceneView.Whole(episode.Task);
        return new HumanStudyScene(
            scene.Scenario,
            [.. scene.Participants.Select(participant => new HumanStudyParticipant(participant.Name, participant.Background, participant.Goal ?? ""))],
            [.. Transcript.Lines(episode).Select(line => new HumanStudyTurn(line.Turn + 1, line.Text))],
            episode.State.End?.Text ?? "");
    }
}

/// <summary>A character as raters see it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Background">The whole profile, with the secret.</param>
/// <param name="Goal">The private goal.</param>
public sealed record HumanStudyParticipant(string Name, string Background, string Goal);

/// <summary>Something that happened.</summary>
/// <param name="Number">The turn, from 1; 0 before the first turn.</param>
/// <param name="Text">Who did what.</param>
public sealed record HumanStudyTurn(int Number, string Text);
