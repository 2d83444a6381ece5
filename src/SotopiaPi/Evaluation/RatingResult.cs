namespace SotopiaPi;

/// <summary>What became of an episode that was rated.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Rating">The rating; scores that could not be obtained are problems in it.</param>
public sealed record RatingResult(Episode Episode, EpisodeRating Rating)
{
    /// <summary>Gets the number of scores that are missing although the judge should have given them.</summary>
    public int Failed => JudgeAttempts.Problems(Rating.Scores).Count(problem => problem.Kind != RatingProblem.NotRated);

    /// <summary>Gets the rated seats, one row for each.</summary>
    public IEnumerable<RatedSeat> Seats => RatedSeat.Of(Episode, Rating);
}
