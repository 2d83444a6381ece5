namespace SotopiaPi;

/// <summary>Exports the episodes of a store as the reference's episode logs.</summary>
public static class EpisodeLogExport
{
    private const int BatchSize = 16;

    /// <summary>Writes the episodes that match, one JSON document a line, in the order in which they were stored. Uses all cores; holds some episodes in memory at a time.</summary>
    /// <param name="store">The store.</param>
    /// <param name="query">The conditions; of the ratings that match the last one of an episode is used.</param>
    /// <param name="output">Where the lines go; left open.</param>
    /// <param name="version">The version whose fields are written.</param>
    /// <param name="cancellationToken">Stops between lines.</param>
    /// <returns>The number of episodes written.</returns>
    public static async Task<int> WriteAsync(IEpisodeStore store, EpisodeQuery query, Stream output, ReferenceVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(output);
        Dictionary<string, EpisodeRating> ratings = [];
        await foreach (RatingStored rating in store.QueryAsync(query with { Kind = EpisodeRecordKind.Rating }, cancellationToken).OfType<RatingStored>().ConfigureAwait(false))
        {
            ratings[rating.EpisodeKey] = rating.Rating;
        }

        int count = 0;
        Queue<Task<PythonJsonBytes>> running = new();
        IAsyncEnumerable<EpisodeStored> episodes = store.QueryAsync(query with { Kind = EpisodeRecordKind.Episode, OmitReplies = true }, cancellationToken).OfType<EpisodeStored>();
        await foreach (EpisodeStored[] batch in episodes.Chunk(BatchSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // While these lines are made, the next episodes are read.
            running.Enqueue(Task.Run(() => Lines(batch, ratings, version), cancellationToken));
            count += batch.Length;
            if (running.Count > Environment.ProcessorCount)
            {
                await WriteNextAsync(running, output, cancellationToken).ConfigureAwait(false);
            }
        }

        while (running.Count > 0)
        {
            await WriteNextAsync(running, output, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private static async Task WriteNextAsync(Queue<Task<PythonJsonBytes>> running, Stream output, CancellationToken cancellationToken)
    {
        using PythonJsonBytes lines = await running.Dequeue().ConfigureAwait(false);
        await output.WriteAsync(lines.Written, cancellationToken).ConfigureAwait(false);
    }

    private static PythonJsonBytes Lines(EpisodeStored[] batch, Dictionary<string, EpisodeRating> ratings, ReferenceVersion version)
    {
        PythonJsonBytes lines = new();
        foreach (EpisodeStored stored in batch)
        {
            EpisodeLogLine.Write(lines, EpisodeLogWriter.Write(stored.Episode, ratings.GetValueOrDefault(stored.Episode.Key)), version);
        }

        return lines;
    }
}
