using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SotopiaPi;

/// <summary>Rates many episodes, a bounded number at once. A judge that breaks gives a rating whose scores say so; it never ends the run. Thread-safe.</summary>
public sealed class EpisodeRater
{
    /// <summary>Finished ratings that may wait for a slow one before them, for each that runs.</summary>
    private const int Lookahead = 4;

    private readonly IEpisodeEvaluator _evaluator;
    private readonly int _maxConcurrency;

    /// <summary>Makes a rater.</summary>
    /// <param name="evaluator">The judge.</param>
    /// <param name="maxConcurrency">How many episodes are rated at once. At least 1.</param>
    public EpisodeRater(IEpisodeEvaluator evaluator, int maxConcurrency = 8)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);
        _evaluator = evaluator;
        _maxConcurrency = maxConcurrency;
    }

    /// <summary>Rates the episodes and streams the results in the order of the input.</summary>
    /// <param name="episodes">The episodes; read only as fast as they are rated.</param>
    /// <param name="cancellationToken">Stops; nothing goes on running.</param>
    /// <returns>One result for each episode.</returns>
    public async IAsyncEnumerable<RatingResult> RateAsync(IAsyncEnumerable<Episode> episodes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<Task<RatingResult>> started = Channel.CreateBounded<Task<RatingResult>>(_maxConcurrency * Lookahead);
        Task work = StartAllAsync(episodes, started.Writer, stop.Token);
        try
        {
            await foreach (Task<RatingResult> rating in started.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return await rating.ConfigureAwait(false);
            }

            await work.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Rates the episodes of a store that this judge has not rated yet, and appends the ratings: re-rating by another judge, or going on after a break.</summary>
    /// <param name="store">The store.</param>
    /// <param name="query">Chooses the episodes; its judge is replaced by this one.</param>
    /// <param name="cancellationToken">Stops; what was appended stays.</param>
    /// <returns>The new ratings. One in which the client failed is not appended, so that it is asked again next time.</returns>
    public async IAsyncEnumerable<RatingResult> RateAsync(IEpisodeStore store, EpisodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(query);
        EpisodeQuery own = query with { Judge = _evaluator.Name };
        HashSet<string> rated = await RatedAsync(store, own, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<Episode> episodes = store.QueryAsync(own, cancellationToken).OfType<EpisodeStored>().Where(stored => !rated.Contains(stored.Key)).Select(stored => stored.Episode);
        await foreach (RatingResult result in RateAndAppendAsync(store, episodes, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Rates episodes of which a store has no rating by this judge yet, and appends the ratings. The store need not hold the episodes.</summary>
    /// <param name="store">The store of the ratings.</param>
    /// <param name="episodes">The episodes.</param>
    /// <param name="cancellationToken">Stops; what was appended stays.</param>
    /// <returns>The new ratings. One in which the client failed is not appended, so that it is asked again next time.</returns>
    public async IAsyncEnumerable<RatingResult> RateAsync(IEpisodeStore store, IEnumerable<Episode> episodes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(episodes);
        HashSet<string> rated = await RatedAsync(store, new EpisodeQuery { Judge = _evaluator.Name, Kind = EpisodeRecordKind.Rating }, cancellationToken).ConfigureAwait(false);
        await foreach (RatingResult result in RateAndAppendAsync(store, episodes.Where(episode => !rated.Contains(episode.Key)).ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private static async ValueTask<HashSet<string>> RatedAsync(IEpisodeStore store, EpisodeQuery query, CancellationToken cancellationToken) =>
        await store.QueryAsync(query, cancellationToken).OfType<RatingStored>().Select(rating => rating.EpisodeKey).ToHashSetAsync(cancellationToken: cancellationToken).ConfigureAwait(false);

    private async IAsyncEnumerable<RatingResult> RateAndAppendAsync(IEpisodeStore store, IAsyncEnumerable<Episode> episodes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RatingResult result in RateAsync(episodes, cancellationToken).ConfigureAwait(false))
        {
            if (result.Rating.ClientFailure is null)
            {
                await store.TryAppendAsync(RatingStored.Of(result.Episode.Key, result.Rating), cancellationToken).ConfigureAwait(false);
            }

            yield return result;
        }
    }

    /// <summary>Starts a rating whenever one may run; ends when the last one has ended.</summary>
    private async Task StartAllAsync(IAsyncEnumerable<Episode> episodes, ChannelWriter<Task<RatingResult>> started, CancellationToken stop)
    {
        using SemaphoreSlim free = new(_maxConcurrency);
        try
        {
            await foreach (Episode episode in episodes.WithCancellation(stop).ConfigureAwait(false))
            {
                await free.WaitAsync(stop).ConfigureAwait(false);
                await started.WriteAsync(RateAsync(episode, free, stop), stop).ConfigureAwait(false);
            }
        }
        finally
        {
            started.TryComplete();
            for (int i = 0; i < _maxConcurrency; i++)
            {
                await free.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<RatingResult> RateAsync(Episode episode, SemaphoreSlim free, CancellationToken cancellationToken)
    {
        try
        {
            return new RatingResult(episode, await _evaluator.EvaluateAsync(episode, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Score broken = Score.Missing(RatingProblem.Client, $"the judge '{_evaluator.Name}' failed: {e.GetType().Name}: {e.Message}");
            IReadOnlyDictionary<SocialDimension, Score> scores = _evaluator.Dimensions.ToDictionary(dimension => dimension, _ => broken);
            return new RatingResult(episode, new EpisodeRating(_evaluator.Name, episode.Task.Seats.ToDictionary(seat => seat, _ => scores), null));
        }
        finally
        {
            free.Release();
        }
    }
}
