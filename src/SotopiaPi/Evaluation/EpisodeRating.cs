namespace SotopiaPi;

/// <summary>What a judge thinks of an episode.</summary>
/// <param name="Judge">The judge's name.</param>
/// <param name="Scores">For each seat the score, or its absence, on each dimension that the judge announced.</param>
/// <param name="Reply">The model's reply behind the rating; <see langword="null"/> for rule judges.</param>
public sealed record EpisodeRating(
    string Judge,
    IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> Scores,
    ModelReply? Reply)
{
    /// <summary>Gets why the judge's client failed for a score; <see langword="null"/> when it failed for none. Asking again may mend it.</summary>
    public string? ClientFailure => JudgeAttempts.Problems(Scores).FirstOrDefault(problem => problem.Kind == RatingProblem.Client)?.Message;
}
