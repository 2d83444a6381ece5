namespace SotopiaPi.Tests.Filtering;

/// <summary>Rated seats for tests.</summary>
internal static class RatedSeats
{
    public static FilterContext Context { get; } = new((_, _) => ValueTask.FromResult<Episode?>(null));

    /// <summary>A seat with a goal score and a relationship score, which decides ties; null for an unrated one.</summary>
    public static RatedSeat Of(string episode, int seat, double? goal, double relationship = 0, string task = "task", string role = "agent") =>
        new(episode, task, new Seat(seat), role, null, "judge", new Dictionary<SocialDimension, Score>
        {
            [SocialDimension.Goal] = goal is null ? Score.Missing(RatingProblem.Parse, "the reply was no JSON", "oops") : Score.Of(goal.Value),
            [SocialDimension.Relationship] = goal is null ? Score.Missing(RatingProblem.Parse, "the reply was no JSON", "oops") : Score.Of(relationship),
        });

    public static async Task<FilterResult> Apply(IEpisodeFilter filter, params RatedSeat[] seats)
    {
        FilterResult result = await filter.FilterAsync(seats, Context);
        Assert.That(result.Decisions.Select(decision => decision.Seat), Is.EqualTo(seats), "one decision for each input, in the same order");
        return result;
    }

    public static string[] Kept(FilterResult result) => [.. result.Kept.Select(seat => $"{seat.EpisodeKey}/{seat.Seat}")];
}
