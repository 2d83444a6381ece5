using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Plays and rates plans, skipping what the store holds already: every episode and rating is written before it is counted as done.</summary>
/// <param name="store">Keeps episodes and ratings.</param>
/// <param name="collector">Plays.</param>
/// <param name="judges">Rate while later plans are played; each under its own name.</param>
public sealed class PlayStage(IEpisodeStore store, IEpisodeCollector collector, IReadOnlyList<IEpisodeEvaluator> judges)
{
    /// <summary>The number of ratings in flight at once, for each judge.</summary>
    private const int RatingConcurrency = 16;

    /// <summary>Plays what is missing of the plans and rates what is not rated yet.</summary>
    /// <param name="tag">The tag that the plans share.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="progress">Told the number of finished episodes of all.</param>
    /// <param name="cancellationToken">Stops; what has ended is kept.</param>
    /// <returns>What became of the plans, in their order.</returns>
    /// <exception cref="InvalidOperationException">Many episodes or ratings in a row failed because a client could not be reached: nothing of them is stored, so that running again tries them again.</exception>
    public async Task<PlayOutcome> RunAsync(string tag, IReadOnlyList<EpisodePlan> plans, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        using IDisposable counted = UsageStage.Enter(tag);
        PlayBook book = await PlayBook.ReadAsync(store, tag, plans, cancellationToken).ConfigureAwait(false);
        FailureStreak raters = new($"ratings of '{tag}'", "Look at the judge's endpoint and model");
        foreach (IEpisodeEvaluator judge in judges)
        {
            await RateAsync(judge, StoredAsync(book.Unrated(judge.Name), cancellationToken), book, raters, cancellationToken).CountAsync(cancellationToken).ConfigureAwait(false);
        }

        List<string> failures = [];
        int done = plans.Count(plan => book.Has(plan.Key));
        progress?.Report((done, plans.Count));
        IAsyncEnumerable<Episode> episodes = PlayAsync(tag, [.. plans.Where(plan => !book.Has(plan.Key))], book, failures.Add, cancellationToken);
        foreach (IEpisodeEvaluator judge in judges)
        {
            episodes = RateAsync(judge, episodes, book, raters, cancellationToken);
        }

        await foreach (Episode _ in episodes.ConfigureAwait(false))
        {
            progress?.Report((++done, plans.Count));
        }

        failures.Sort(StringComparer.Ordinal);
        return new PlayOutcome([.. plans.SelectMany(plan => book.SeatsOf(plan.Key))], [.. plans.Where(plan => book.Has(plan.Key)).Select(plan => plan.Key)], failures, book.Usage());
    }

    /// <summary>Streams the new episodes, each stored first.</summary>
    private async IAsyncEnumerable<Episode> PlayAsync(string tag, IReadOnlyList<EpisodePlan> plans, PlayBook book, Action<string> broke, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FailureStreak players = new($"episodes of '{tag}'", "Look at the players' endpoints and models");
        await foreach (EpisodeResult result in collector.CollectAsync(plans, cancellationToken).ConfigureAwait(false))
        {
            if (PlayFailures.Of(result) is { } failure)
            {
                broke($"{result.Plan.Key}: {failure}");
                players.Failed(failure);
                continue;
            }

            Episode episode = result.Episode!;
            players.Succeeded();
            await store.TryAppendAsync(episode, cancellationToken).ConfigureAwait(false);
            book.Add(episode);
            yield return episode;
        }
    }

    /// <summary>Streams the episodes on when a judge has rated them and the rating is stored. One that may come out better next time is not stored.</summary>
    private async IAsyncEnumerable<Episode> RateAsync(IEpisodeEvaluator judge, IAsyncEnumerable<Episode> episodes, PlayBook book, FailureStreak raters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RatingResult result in new EpisodeRater(judge, RatingConcurrency).RateAsync(episodes, cancellationToken).ConfigureAwait(false))
        {
            book.Add(result.Episode.Key, result.Rating);
            if (result.Rating.ClientFailure is { } reason)
            {
                raters.Failed($"{judge.Name}: {reason}");
            }
            else
            {
                raters.Succeeded();
                await store.TryAppendAsync(RatingStored.Of(result.Episode.Key, result.Rating), cancellationToken).ConfigureAwait(false);
            }

            yield return result.Episode;
        }
    }

    private async IAsyncEnumerable<Episode> StoredAsync(IReadOnlyList<string> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string key in keys)
        {
            if (await store.FindEpisodeAsync(key, cancellationToken).ConfigureAwait(false) is { } episode)
            {
                yield return episode;
            }
        }
    }
}
