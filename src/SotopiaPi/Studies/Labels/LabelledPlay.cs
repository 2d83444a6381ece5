using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;

namespace SotopiaPi;

/// <summary>Plays plans that are missing in a store and labels the episodes, each by each labeller, keeping the labels in a file under the content of the episode.</summary>
/// <typeparam name="TLine">A label as it is kept.</typeparam>
internal sealed class LabelledPlay<TLine>(IEpisodeStore store, IEpisodeCollector collector, string labelsFile, JsonTypeInfo<TLine> type, Func<TLine, string> keyOf)
    where TLine : class
{
    private const int LabelConcurrency = 8;

    /// <summary>Plays what is missing.</summary>
    /// <returns>The episodes by the keys of their plans, and why others broke.</returns>
    public async Task<(IReadOnlyDictionary<string, Episode> Episodes, IReadOnlyList<string> Failures)> PlayAsync(string tag, IReadOnlyList<EpisodePlan> plans, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        PlayOutcome outcome = await new PlayStage(store, collector, []).RunAsync(tag, plans, progress, cancellationToken).ConfigureAwait(false);
        HashSet<string> keys = [.. plans.Select(plan => plan.Key)];
        Dictionary<string, Episode> episodes = new(StringComparer.Ordinal);
        EpisodeQuery query = new() { Tag = tag, Kind = EpisodeRecordKind.Episode, OmitReplies = true };
        await foreach (EpisodeRecord record in store.QueryAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (record is EpisodeStored stored && keys.Contains(stored.Key))
            {
                episodes[stored.Key] = stored.Episode;
            }
        }

        return (episodes, outcome.Failures);
    }

    /// <summary>Labels what has no label yet.</summary>
    /// <param name="questions">For each question its key, how to ask it, and the label of a labeller that throws. What it returns is kept unless it is a failure.</param>
    /// <param name="isFailure">Whether an answer must be asked for again next time.</param>
    /// <param name="cancellationToken">Stops; what was labelled is kept.</param>
    /// <returns>The labels by key.</returns>
    public async Task<IReadOnlyDictionary<string, TLine>> LabelAsync(
        IEnumerable<(string Key, Func<CancellationToken, ValueTask<TLine>> Ask, Func<string, TLine> Failed)> questions, Func<TLine, bool> isFailure, CancellationToken cancellationToken)
    {
        using StudyResults<TLine> kept = new(labelsFile, type, keyOf);
        ConcurrentDictionary<string, TLine> labels = new(StringComparer.Ordinal);
        ParallelOptions options = new() { MaxDegreeOfParallelism = LabelConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(questions.DistinctBy(question => question.Key), options, async (question, token) =>
        {
            TLine? found = kept.Find(question.Key);
            if (found is null)
            {
                found = await AskAsync(question.Ask, question.Failed, token).ConfigureAwait(false);
                if (!isFailure(found))
                {
                    kept.Add(found);
                }
            }

            labels[question.Key] = found;
        }).ConfigureAwait(false);
        return labels;
    }

    private static async ValueTask<TLine> AskAsync(Func<CancellationToken, ValueTask<TLine>> ask, Func<string, TLine> failed, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return failed($"the labeller failed: {exception.Message}");
        }
    }
}
