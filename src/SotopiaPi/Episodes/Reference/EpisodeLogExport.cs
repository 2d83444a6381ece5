using System.Text;

namespace SotopiaPi;

/// <summary>Exports the episodes of a store as the reference's episode logs.</summary>
public static class EpisodeLogExport
{
    private const int BatchSize = 64;

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
        IAsyncEnumerable<EpisodeStored> episodes = store.QueryAsync(query with { Kind = EpisodeRecordKind.Episode, OmitReplies = true }, cancellationToken).OfType<EpisodeStored>();
        await foreach (EpisodeStored[] batch in episodes.Chunk(BatchSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            byte[][] lines = new byte[batch.Length][];
            Parallel.For(0, batch.Length, i => lines[i] = Line(batch[i].Episode, ratings.GetValueOrDefault(batch[i].Episode.Key), version));
            foreach (byte[] line in lines)
            {
                await output.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            }

            count += batch.Length;
        }

        return count;
    }

    private static byte[] Line(Episode episode, EpisodeRating? rating, ReferenceVersion version) =>
        Encoding.ASCII.GetBytes(ReferenceDocument.Of(EpisodeLogWriter.Write(episode, rating), version).ToLine() + "\n");
}
