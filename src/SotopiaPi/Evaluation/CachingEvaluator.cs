using System.Collections.Concurrent;

namespace SotopiaPi;

/// <summary>
/// Remembers ratings by the content of the episode, so that the same transcript is paid for once. Ratings in which the client failed are not kept. Thread-safe.
/// </summary>
public sealed class CachingEvaluator : DelegatingEvaluator
{
    private readonly ConcurrentDictionary<string, EpisodeRating> _ratings = new(StringComparer.Ordinal);
    private readonly IEpisodeStore? _store;

    /// <summary>Remembers in memory, and in a store when one is given.</summary>
    /// <param name="inner">The judge.</param>
    /// <param name="store">A store that lasts; best one of its own, because it gets ratings without their episodes.</param>
    public CachingEvaluator(IEpisodeEvaluator inner, IEpisodeStore? store = null)
        : base(inner)
    {
        _store = store;
    }

    /// <inheritdoc/>
    public override async ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        string content = EpisodeContent.KeyOf(episode);
        string key = StableKey.Of(["cached rating", Name, content, .. Dimensions.SelectMany(dimension => new[] { dimension.Name, dimension.Definition })]);
        if (_ratings.TryGetValue(key, out EpisodeRating? known) || (known = await FindAsync(key, content, cancellationToken).ConfigureAwait(false)) is not null)
        {
            return _ratings.GetOrAdd(key, known);
        }

        EpisodeRating rating = await Inner.EvaluateAsync(episode, cancellationToken).ConfigureAwait(false);
        if (rating.ClientFailure is not null)
        {
            return rating;
        }

        if (_store is not null)
        {
            await _store.TryAppendAsync(new RatingStored(key, content, Name, rating), cancellationToken).ConfigureAwait(false);
        }

        return _ratings.GetOrAdd(key, rating);
    }

    private async ValueTask<EpisodeRating?> FindAsync(string key, string content, CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            await foreach (EpisodeRecord record in _store.QueryAsync(new EpisodeQuery { EpisodeKey = content, Judge = Name }, cancellationToken).ConfigureAwait(false))
            {
                if (record is RatingStored stored && stored.Key == key)
                {
                    return stored.Rating;
                }
            }
        }

        return null;
    }
}
