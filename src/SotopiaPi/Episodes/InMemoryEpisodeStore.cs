using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Keeps records in memory. Thread-safe.</summary>
public sealed class InMemoryEpisodeStore : IEpisodeStore
{
    private readonly Lock _lock = new();
    private readonly StoreIndex _index = new();
    private GrowingList<(EpisodeRecord Record, StoreEntry Entry)> _records = GrowingList<(EpisodeRecord, StoreEntry)>.Empty;

    /// <inheritdoc/>
    public ValueTask<bool> TryAppendAsync(EpisodeRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_index.Add(record) is not { } entry)
            {
                return ValueTask.FromResult(false);
            }

            _records = _records.Add((record, entry));
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Streams what was there when the stream began.</remarks>
    public async IAsyncEnumerable<EpisodeRecord> QueryAsync(EpisodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Task.CompletedTask.ConfigureAwait(false);
        EpisodeRecord[] matching;
        lock (_lock)
        {
            matching = [.. _records.Where(item => _index.Matches(item.Entry, query)).Select(item => item.Record)];
        }

        foreach (EpisodeRecord record in matching)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }
}
