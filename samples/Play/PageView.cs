namespace SotopiaPi.Samples.Play;

/// <summary>What the page shows.</summary>
/// <param name="Status"><c>waiting</c>, <c>turn</c> or <c>over</c>.</param>
internal sealed record PageView(string Status, string Name, string Scenario, string Goal, IReadOnlyList<PageProfile> Profiles, IReadOnlyList<string> History, IReadOnlyList<string> Actions, string? Problem)
{
    /// <summary>Why the episode ended.</summary>
    public string? End { get; init; }

    public IReadOnlyList<PageScore> Scores { get; init; } = [];

    public static PageView Of(Observation? observation, bool asked) => observation is null ? new PageView("waiting", "", "", "", [], [], [], null) : new PageView(
        asked ? "turn" : "waiting",
        observation.AgentName,
        observation.Scene.Scenario,
        observation.Scene.Participants[observation.Seat.Index].Goal ?? "",
        [.. observation.Scene.Participants.Select(person => new PageProfile(person.Name, person.Background))],
        [.. observation.History.Select(message => message.Text)],
        [.. observation.Available.Select(type => type.Name)],
        observation.Problem?.Text);

    public static PageView Of(Observation last, Episode episode, EpisodeRating rating) => Of(last, asked: false) with
    {
        Status = "over",
        End = episode.State.End?.Text,
        Scores = [.. rating.Scores[last.Seat].Select(score => new PageScore(score.Key.Name, score.Value.Value, score.Value.Reason ?? score.Value.Problem?.Message ?? ""))],
    };
}

/// <summary>A participant as the person sees them.</summary>
internal sealed record PageProfile(string Name, string Background);

/// <summary>A rating of the person; without a value the reason says why there is none.</summary>
internal sealed record PageScore(string Dimension, double? Value, string Reason);

/// <summary>What the page sends.</summary>
internal sealed record PageAction(string Type, string Argument);
