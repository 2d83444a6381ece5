using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Shorter ways to use a store.</summary>
public static class EpisodeStoreExtensions
{
    /// <summary>Appends an episode under its own key.</summary>
    /// <param name="store">The store.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="cancellationToken">Cancels before the write.</param>
    /// <returns><see langword="true"/> when it was new.</returns>
    public static ValueTask<bool> TryAppendAsync(this IEpisodeStore store, Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(episode);
        return store.TryAppendAsync(new EpisodeStored(episode.Key, episode), cancellationToken);
    }

    /// <summary>Finds an episode by its key.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The episode; <see langword="null"/> when it is not there.</returns>
    public static async ValueTask<Episode?> FindEpisodeAsync(this IEpisodeStore store, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { EpisodeKey = key, Kind = EpisodeRecordKind.Episode }, cancellationToken).ConfigureAwait(false))
        {
            if (record is EpisodeStored stored)
            {
                return stored.Episode;
            }
        }

        return null;
    }

    /// <summary>Streams the rated seats of episodes. A rating is taken apart when its episode was read before it, as stores give them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="query">Chooses episodes and judge; both kinds of record are read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>One row for each rated seat and judge.</returns>
    public static async IAsyncEnumerable<RatedSeat> RatedSeatsAsync(this IEpisodeStore store, EpisodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(query);
        Dictionary<string, Episode> episodes = [];
        await foreach (EpisodeRecord record in store.QueryAsync(query with { Kind = null, OmitReplies = true }, cancellationToken).ConfigureAwait(false))
        {
            if (record is EpisodeStored stored)
            {
                episodes[stored.Key] = stored.Episode with { State = stored.Episode.State with { Turns = [] } };
            }
            else if (record is RatingStored rating && episodes.TryGetValue(rating.EpisodeKey, out Episode? episode))
            {
                foreach (RatedSeat seat in RatedSeat.Of(episode, rating.Rating))
                {
                    yield return seat;
                }
            }
        }
    }
}
