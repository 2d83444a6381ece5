namespace SotopiaPi;

/// <summary>The keys of a store and the summaries of its episodes, in memory. Not thread-safe.</summary>
internal sealed class StoreIndex
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EpisodeSummary> _episodes = new(StringComparer.Ordinal);

    public bool Contains(string key) => _keys.Contains(key);

    /// <summary>Enters a record; <see langword="null"/> when its key is there already.</summary>
    public StoreEntry? Add(EpisodeRecord record)
    {
        if (!_keys.Add(record.Key))
        {
            return null;
        }

        switch (record)
        {
            case EpisodeStored stored:
                EpisodeSummary summary = EpisodeSummary.Of(stored.Episode);
                _episodes.TryAdd(stored.Episode.Key, summary);
                return new StoreEntry(stored.Episode.Key, null);
            case RatingStored rating:
                return new StoreEntry(rating.EpisodeKey, rating.Judge);
            default:
                throw new NotSupportedException($"A record of the type {record.GetType().Name} cannot be stored: only {nameof(EpisodeStored)} and {nameof(RatingStored)} can.");
        }
    }

    public bool Matches(StoreEntry entry, EpisodeQuery query) =>
        (query.Kind is null || query.Kind == (entry.Judge is null ? EpisodeRecordKind.Episode : EpisodeRecordKind.Rating))
        && (entry.Judge is null || query.Judge is null || query.Judge == entry.Judge)
        && (query.EpisodeKey is null || query.EpisodeKey == entry.EpisodeKey)
        && (query is { Tag: null, TaskKey: null, AgentId: null, Model: null }
            || (_episodes.TryGetValue(entry.EpisodeKey, out EpisodeSummary? episode) && episode.Matches(query)));
}

/// <summary>What the index knows of a record: its episode, and the judge when it is a rating.</summary>
internal readonly record struct StoreEntry(string EpisodeKey, string? Judge);
