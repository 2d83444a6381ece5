namespace SotopiaPi;

/// <summary>A seat's scores by two judges.</summary>
/// <param name="EpisodeKey">The key of the episode.</param>
/// <param name="Judge">The scores by the judge in question.</param>
/// <param name="Reference">The scores by the judge to compare with.</param>
public sealed record ScoredPair(string EpisodeKey, IReadOnlyDictionary<SocialDimension, Score> Judge, IReadOnlyDictionary<SocialDimension, Score> Reference);
