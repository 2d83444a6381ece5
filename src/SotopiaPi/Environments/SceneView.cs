namespace SotopiaPi;

/// <summary>Shows a task to a seat: the one place where it is decided what a seat knows before the first turn.</summary>
internal static class SceneView
{
    /// <summary>The scene as a seat sees it.</summary>
    public static ObservedScene For(SocialTask task, EpisodeOptions options, Seat observer) => options.Omniscient
        ? Whole(task, options.Lite)
        : new ObservedScene(
            Markup.SeenBy(observer, task.Environment.Scenario, options.HintTags),
            [.. task.Seats.Select(seat => new ObservedParticipant(seat, task.Agents[seat.Index].Name, Background(task, options, observer, seat), seat == observer ? Goal(task, options, seat) : null))]);

    /// <summary>The scene as judges and narrators see it: everything.</summary>
    public static ObservedScene Whole(SocialTask task, bool lite = false) => new(
        Markup.Whole(task.Environment.Scenario),
        [.. task.Seats.Select(seat => new ObservedParticipant(seat, task.Agents[seat.Index].Name, lite ? "" : Biography.Full(task.Agents[seat.Index]), Markup.Whole(task.Environment.Goals[seat.Index])))]);

    /// <summary>
    /// What a seat knows of another one follows from their relationship; of itself it knows everything. The reference of 2026 shows nothing of others whatever the
    /// relationship, and so does <see cref="SotopiaSemantics.Current"/>.
    /// </summary>
    private static string Background(SocialTask task, EpisodeOptions options, Seat observer, Seat seat)
    {
        if (options.Lite || (options.Semantics == SotopiaSemantics.Current && seat != observer))
        {
            return "";
        }

        return Biography.SeenBy(observer, task.Agents[seat.Index], task.Relationship, seat, options.HintTags);
    }

    private static string Goal(SocialTask task, EpisodeOptions options, Seat seat)
    {
        string goal = task.Environment.Goals[seat.Index];
        return Markup.IsMarked(goal) ? Markup.SeenBy(seat, $"<root viewer='agent_{seat}'>{goal}</root>", options.HintTags) : goal;
    }
}
