namespace SotopiaPi;

/// <summary>A judge. Announces its dimensions first and rates all seats of an episode in one call.</summary>
public interface IEpisodeEvaluator
{
    /// <summary>Gets the name under which ratings are stored. Two judges that can differ must not share it.</summary>
    string Name { get; }

    /// <summary>Gets the dimensions on which every seat gets a score or the absence of one.</summary>
    IReadOnlyList<SocialDimension> Dimensions { get; }

    /// <summary>Rates an episode. To rate single turns, pass <see cref="Episode.Until"/>.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The rating. A reply that cannot be understood gives scores with a problem, not an exception.</returns>
    ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default);
}
