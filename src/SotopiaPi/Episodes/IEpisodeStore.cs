namespace SotopiaPi;

/// <summary>Keeps episodes and ratings. Safe for many writers; a record is either whole or absent.</summary>
public interface IEpisodeStore
{
    /// <summary>Appends a record unless its key is there already.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels before the write; a write that began is finished.</param>
    /// <returns><see langword="true"/> when the record was new.</returns>
    ValueTask<bool> TryAppendAsync(EpisodeRecord record, CancellationToken cancellationToken = default);

    /// <summary>Streams the records that match, in the order in which they were appended.</summary>
    /// <param name="query">The conditions.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Episodes and ratings of matching episodes.</returns>
    IAsyncEnumerable<EpisodeRecord> QueryAsync(EpisodeQuery query, CancellationToken cancellationToken = default);
}
