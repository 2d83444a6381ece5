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
    /// <exception cref="InvalidOperationException">Many episodes or ratings in a row failed because a client could not be reached: nothing of them is stored, so that running again tries them again.</exception>
    public async Task<PlayOutcome> RunAsync(string tag, IReadOnlyList<EpisodePlan> plans, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        using IDisposable counted = UsageStage.Enter(tag);
        PlayBook book = await PlayBook.ReadAsync(store, tag, plans, cancellationToken).ConfigureAwait(false);
        int done = plans.Count(plan => book.Has(plan.Key));
        progress?.Report((done, plans.Count));
        List<string> failures = [];
        FailureStreak players = new($"episodes of '{tag}'", "Look at the players' endpoints and models");
        FailureStreak raters = new($"ratings of '{tag}'", "Look at the judge's endpoint and model");
        await foreach (EpisodeResult result in collector.CollectAsync(plans.Where(plan => !book.Has(plan.Key)), cancellationToken).ConfigureAwait(false))
        {
            if (PlayFailures.Of(result) is { } failure)
            {
                failures.Add($"{result.Plan.Key}: {failure}");
                players.Failed(failure);
            }
            else
            {
                Episode episode = result.Episode!;
                players.Succeeded();
                await store.TryAppendAsync(new EpisodeStored(episode.Key, episode), cancellationToken).ConfigureAwait(false);
                book.Add(episode);
                await RateAsync(episode, book, raters, cancellationToken).ConfigureAwait(false);
            }

            progress?.Report((++done, plans.Count));
        }

        await RateMissingAsync(tag, book, raters, cancellationToken).ConfigureAwait(false);
        failures.Sort(StringComparer.Ordinal);
        return new PlayOutcome([.. plans.SelectMany(plan => book.SeatsOf(plan.Key))], [.. plans.Where(plan => book.Has(plan.Key)).Select(plan => plan.Key)], failures, book.Usage());
    }

    private async Task RateMissingAsync(string tag, PlayBook book, FailureStreak raters, CancellationToken cancellationToken)
    {
        string[] unrated = [.. book.Unrated([.. judges.Select(judge => judge.Name)])];
        await Parallel.ForEachAsync(unrated, new ParallelOptions { MaxDegreeOfParallelism = RatingConcurrency, CancellationToken = cancellationToken }, async (key, token) =>
        {
            await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Tag = tag, EpisodeKey = key }, token).ConfigureAwait(false))
            {
                if (record is EpisodeStored stored)
                {
                    await RateAsync(stored.Episode, book, raters, token).ConfigureAwait(false);
                }
            }
        }).ConfigureAwait(false);
    }

    private async Task RateAsync(Episode episode, PlayBook book, FailureStreak raters, CancellationToken cancellationToken)
    {
        foreach (IEpisodeEvaluator judge in judges)
        {
            if (!book.IsRated(episode.Key, judge.Name))
            {
                EpisodeRating rating = await EvaluateAsync(judge, episode, cancellationToken).ConfigureAwait(false);
                book.Add(episode.Key, rating);
                if (PlayFailures.Of(rating) is { } failure)
                {
                    raters.Failed(failure);
                }
                else
                {
                    raters.Succeeded();
                    await store.TryAppendAsync(RatingStored.Of(episode.Key, rating), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>A judge that throws has not rated: the reason stands in place of each score, and the rating is asked for again by the next run.</summary>
    private static async Task<EpisodeRating> EvaluateAsync(IEpisodeEvaluator judge, Episode episode, CancellationToken cancellationToken)
    {
        try
        {
            return await judge.EvaluateAsync(episode, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Score missing = Score.Missing(RatingProblem.Client, $"the judge failed: {exception.Message}");
            return new EpisodeRating(judge.Name, episode.Task.Seats.ToDictionary(seat => seat, _ => (IReadOnlyDictionary<SocialDimension, Score>)judge.Dimensions.ToDictionary(dimension => dimension, _ => missing)), null);
        }
    }
}
