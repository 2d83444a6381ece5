namespace SotopiaPi;

/// <summary>What a judge thinks of an episode.</summary>
/// <param name="Judge">The judge's name.</param>
/// <param name="Scores">For each seat the score, or its absence, on each dimension that the judge announced.</param>
/// <param name="Reply">The model's reply behind the rating; <see langword="null"/> for rule judges.</param>
public sealed record EpisodeRating(
    string Judge,
    IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> Scores,
    ModelReply? Reply);
