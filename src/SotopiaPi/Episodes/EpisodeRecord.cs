namespace SotopiaPi;

/// <summary>A line of an episode store.</summary>
/// <param name="Key">The key: appending the same key again changes nothing.</param>
public abstract record EpisodeRecord(string Key);

/// <summary>An episode was played.</summary>
/// <param name="Key">The episode's key.</param>
/// <param name="Episode">The episode.</param>
public sealed record EpisodeStored(string Key, Episode Episode) : EpisodeRecord(Key);

/// <summary>An episode was rated. Rating it again, by another judge or after a change, appends another record.</summary>
/// <param name="Key">The rating's key.</param>
/// <param name="EpisodeKey">The key of the episode.</param>
/// <param name="Judge">The judge's name.</param>
/// <param name="Rating">The rating.</param>
public sealed record RatingStored(string Key, string EpisodeKey, string Judge, EpisodeRating Rating) : EpisodeRecord(Key)
{
    /// <summary>Makes the record of a judge's rating of an episode.</summary>
    /// <param name="episodeKey">The key of the episode.</param>
    /// <param name="rating">The rating.</param>
    /// <returns>The record, keyed by episode and judge.</returns>
    public static RatingStored Of(string episodeKey, EpisodeRating rating)
    {
        ArgumentNullException.ThrowIfNull(rating);
        return new RatingStored(StableKey.Of(["rating", episodeKey, rating.Judge]), episodeKey, rating.Judge, rating);
    }
}
