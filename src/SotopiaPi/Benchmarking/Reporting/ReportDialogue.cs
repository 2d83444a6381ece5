namespace SotopiaPi;

/// <summary>A dialogue of a report.</summary>
/// <param name="Title">The title, e.g. the method.</param>
/// <param name="Lines">What was done, oldest first.</param>
public sealed record ReportDialogue(string Title, IReadOnlyList<ReportLine> Lines)
{
    /// <summary>Gets the facts above the dialogue, e.g. the scene and the goals; may be empty.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Gets the notes below it, e.g. the scores; may be empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Makes the dialogue of an episode: scene and goals above it, its end and the scores below.</summary>
    /// <param name="title">The title.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="ratings">Its ratings; their goal and overall scores are noted.</param>
    /// <returns>The dialogue.</returns>
    public static ReportDialogue Of(string title, Episode episode, params IReadOnlyList<EpisodeRating> ratings)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(ratings);
        string[] names = [.. episode.Task.Agents.Select(agent => agent.Name)];
        IEnumerable<ReportLine> lines =
            from turn in episode.Turns
            from line in turn.Turns.OrderBy(pair => pair.Key.Index).Select(pair => Line(names, pair.Key, pair.Value)).Concat(turn.Events.Select(text => new ReportLine(null, "", text)))
            select line;
        return new ReportDialogue(title, [.. lines])
        {
            Facts = [Markup.Whole(episode.Task.Environment.Scenario), .. episode.Task.Seats.Select(seat => $"{names[seat.Index]} ({episode.Seats[seat.Index].Role}): {Markup.Whole(episode.Task.Environment.Goals[seat.Index])}")],
            Notes = [.. episode.State.End is { } end ? new[] { end.Text } : [], .. ratings.SelectMany(rating => episode.Task.Seats.Select(seat => Scores(names, rating, seat)))],
        };
    }

    private static ReportLine Line(string[] names, Seat seat, AgentTurn turn) => new(seat, names[seat.Index], turn.Action.Type == ActionType.Speak ? turn.Action.Argument : ActionText.Of(turn.Action))
    {
        IsSpeech = turn.Action.Type == ActionType.Speak,
        Remark = turn.Failure is { } failure ? $"no valid reply: {failure.Kind}" : turn.Action.Recipients.Count > 0 ? $"private to {string.Join(", ", turn.Action.Recipients.Select(other => SeatNames.Of(other, names)))}" : "",
    };

    private static string Scores(string[] names, EpisodeRating rating, Seat seat)
    {
        IReadOnlyDictionary<SocialDimension, Score> scores = rating.Scores.GetValueOrDefault(seat) ?? new Dictionary<SocialDimension, Score>();
        return $"{names[seat.Index]}, {rating.Judge}: goal {ReportText.Of(scores.GetValueOrDefault(SocialDimension.Goal)?.Value, 1)}, overall {ReportText.Of(OverallScore.Of(scores).Mean)}";
    }
}

/// <summary>A line of a dialogue.</summary>
/// <param name="Seat">Who did it; <see langword="null"/> for the environment.</param>
/// <param name="Speaker">The name.</param>
/// <param name="Text">What was said or done.</param>
public sealed record ReportLine(Seat? Seat, string Speaker, string Text)
{
    /// <summary>Gets a value indicating whether the text was said rather than done.</summary>
    public bool IsSpeech { get; init; }

    /// <summary>Gets a remark in small print; may be empty.</summary>
    public string Remark { get; init; } = "";
}
