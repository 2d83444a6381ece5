using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Plays and rates plans, skipping what the store holds already: every episode and rating is written before the next is counted as done.</summary>
/// <param name="store">Keeps episodes and ratings.</param>
/// <param name="collector">Plays.</param>
/// <param name="judges">Rate; each under its own name.</param>
public sealed class PlayStage(IEpisodeStore store, IEpisodeCollector collector, IReadOnlyList<IEpisodeEvaluator> judges)
{
    /// <summary>The number of ratings in flight at once.</summary>
    private const int RatingConcurrency = 16;

    /// <summary>Plays what is missing of the plans and rates what is not rated yet.</summary>
    /// <param name="tag">The tag that the plans share.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="progress">Told the number of finished episodes of all.</param>
    /// <param name="cancellationToken">Stops; what has ended is kept.</param>
    /// <returns>What became of the plans, in their order.</returns>
    public async Task<PlayOutcome> RunAsync(string tag, IReadOnlyList<EpisodePlan> plans, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        PlayBook book = await PlayBook.ReadAsync(store, tag, plans, cancellationToken).ConfigureAwait(false);
        int done = plans.Count(plan => book.Has(plan.Key));
        progress?.Report((done, plans.Count));
        List<string> failures = [];
        await foreach (EpisodeResult result in collector.CollectAsync(Missing(plans, book, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (result.Episode is { } episode)
            {
                await store.TryAppendAsync(new EpisodeStored(episode.Key, episode), cancellationToken).ConfigureAwait(false);
                book.Add(episode);
                await RateAsync(episode, book, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                failures.Add($"{result.Plan.Key}: {result.Failure!.Stage}: {result.Failure.Message}");
            }

            progress?.Report((++done, plans.Count));
        }

        await RateMissingAsync(tag, book, cancellationToken).ConfigureAwait(false);
        failures.Sort(StringComparer.Ordinal);
        return new PlayOutcome([.. plans.SelectMany(plan => book.SeatsOf(plan.Key))], [.. plans.Where(plan => book.Has(plan.Key)).Select(plan => plan.Key)], failures, book.Usage());
    }

    private static async IAsyncEnumerable<EpisodePlan> Missing(IReadOnlyList<EpisodePlan> plans, PlayBook book, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (EpisodePlan plan in plans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!book.Has(plan.Key))
            {
                yield return plan;
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private async Task RateMissingAsync(string tag, PlayBook book, CancellationToken cancellationToken)
    {
        string[] unrated = [.. book.Unrated([.. judges.Select(judge => judge.Name)])];
        await Parallel.ForEachAsync(unrated, new ParallelOptions { MaxDegreeOfParallelism = RatingConcurrency, CancellationToken = cancellationToken }, async (key, token) =>
        {
            await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Tag = tag, EpisodeKey = key }, token).ConfigureAwait(false))
            {
                if (record is EpisodeStored stored)
                {
                    await RateAsync(stored.Episode, book, token).ConfigureAwait(false);
                }
            }
        }).ConfigureAwait(false);
    }

    private async Task RateAsync(Episode episode, PlayBook book, CancellationToken cancellationToken)
    {
        foreach (IEpisodeEvaluator judge in judges)
        {
            if (!book.IsRated(episode.Key, judge.Name))
            {
                EpisodeRating rating = await judge.EvaluateAsync(episode, cancellationToken).ConfigureAwait(false);
                await store.TryAppendAsync(RatingStored.Of(episode.Key, rating), cancellationToken).ConfigureAwait(false);
                book.Add(episode.Key, rating);
            }
        }
    }
}
