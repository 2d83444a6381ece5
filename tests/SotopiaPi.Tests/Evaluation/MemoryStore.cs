using System.Runtime.CompilerServices;

namespace SotopiaPi.Tests.Evaluation;

/// <summary>A store in memory that knows the conditions the tests use.</summary>
internal sealed class MemoryStore : IEpisodeStore
{
    private readonly List<EpisodeRecord> _records = [];

    public IReadOnlyList<EpisodeRecord> Records => _records;

    public ValueTask<bool> TryAppendAsync(EpisodeRecord record, CancellationToken cancellationToken = default)
    {
        bool isNew = _records.All(known => known.Key != record.Key);
        if (isNew)
        {
            _records.Add(record);
        }

        return ValueTask.FromResult(isNew);
    }

    public async IAsyncEnumerable<EpisodeRecord> QueryAsync(EpisodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (EpisodeRecord record in _records.ToArray())
        {
            bool matches = record switch
            {
                RatingStored rating => (query.Judge is null || rating.Judge == query.Judge) && (query.EpisodeKey is null || rating.EpisodeKey == query.EpisodeKey),
                _ => query.EpisodeKey is null || record.Key == query.EpisodeKey,
            };
            if (matches)
            {
                yield return record;
            }
        }
    }
}
