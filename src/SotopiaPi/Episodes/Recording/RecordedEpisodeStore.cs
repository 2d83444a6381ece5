using System.Globalization;
using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>
/// Keeps recorded episodes so that they can be deleted: each record is a file of its own in one folder, readable by its owner only (on Unix). Knows what was made of the
/// episodes, as far as it is told. Thread-safe; one process uses a folder at a time.
/// </summary>
public sealed class RecordedEpisodeStore : IEpisodeStore, IDisposable
{
    private const string Extension = ".json";
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, RecordedFile> _files = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly DerivationFile _derived;
    private readonly FileStream _owner;

    private RecordedEpisodeStore(string folder, FileStream owner)
    {
        Folder = folder;
        _owner = owner;
        _derived = new DerivationFile(Path.Combine(folder, "derived.jsonl"));
    }

    /// <summary>Gets the full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Opens a folder, which is made when it does not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The store.</returns>
    /// <exception cref="IOException">The folder cannot be used, or another process uses it.</exception>
    /// <exception cref="EpisodeStoreException">A file is not a record; the message names it.</exception>
    public static RecordedEpisodeStore Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string full = Path.GetFullPath(folder);
        OwnerOnly.CreateFolder(full);
        FileStream owner = OwnerOnly.OpenFile(Path.Combine(full, "store.lock"), FileMode.OpenOrCreate, FileShare.None);
        try
        {
            RecordedEpisodeStore store = new(full, owner);
            store.ReadAll();
            return store;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryAppendAsync(EpisodeRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] json = EpisodeJson.Write(record);
        lock (_lock)
        {
            if (!_keys.Add(record.Key))
            {
                return ValueTask.FromResult(false);
            }

            long number = _files.Count == 0 ? 1 : _files.Keys.Last() + 1;
            string path = Path.Combine(Folder, number.ToString("D12", CultureInfo.InvariantCulture) + Extension);
            try
            {
                OwnerOnly.WriteFile(path, json);
            }
            catch
            {
                _keys.Remove(record.Key);
                throw;
            }

            _files.Add(number, RecordedFile.Of(path, record));
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Streams what was there when the stream began; what is deleted meanwhile is passed over.</remarks>
    public async IAsyncEnumerable<EpisodeRecord> QueryAsync(EpisodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        foreach (RecordedFile file in Matching(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.Exists(file.Path))
            {
                yield return EpisodeJson.Read(await File.ReadAllBytesAsync(file.Path, cancellationToken).ConfigureAwait(false), query.OmitReplies);
            }
        }
    }

    /// <summary>Notes that something was made of episodes, so that a deletion can tell.</summary>
    /// <param name="derivation">What was made, and of which episodes.</param>
    public void NoteDerived(Derivation derivation)
    {
        ArgumentNullException.ThrowIfNull(derivation);
        lock (_lock)
        {
            _derived.Append(derivation);
        }
    }

    /// <summary>Deletes an episode and its ratings.</summary>
    /// <param name="key">The episode's key.</param>
    /// <returns>What was removed, and what was made of it.</returns>
    public Deletion Delete(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Delete(new EpisodeQuery { EpisodeKey = key });
    }

    /// <summary>Deletes all episodes of a consent tag and their ratings.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>What was removed, and what was made of it.</returns>
    public Deletion DeleteTag(string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return Delete(new EpisodeQuery { Tag = tag });
    }

    /// <summary>Lets another process use the folder.</summary>
    public void Dispose() => _owner.Dispose();

    private Deletion Delete(EpisodeQuery query)
    {
        lock (_lock)
        {
            KeyValuePair<long, RecordedFile>[] found = [.. Numbered(query)];
            foreach ((long number, RecordedFile file) in found)
            {
                File.Delete(file.Path);
                _files.Remove(number);
                _keys.Remove(file.Key);
            }

            string[] episodes = [.. found.Where(file => file.Value.IsEpisode).Select(file => file.Value.Key)];
            string[] ratings = [.. found.Where(file => !file.Value.IsEpisode).Select(file => file.Value.Key)];
            return new Deletion(episodes, ratings, _derived.Of(episodes));
        }
    }

    private RecordedFile[] Matching(EpisodeQuery query)
    {
        lock (_lock)
        {
            return [.. Numbered(query).Select(file => file.Value)];
        }
    }

    private IEnumerable<KeyValuePair<long, RecordedFile>> Numbered(EpisodeQuery query)
    {
        HashSet<string> episodes = [.. _files.Values.Where(file => file.Summary?.Matches(query) == true).Select(file => file.Key)];
        return _files.Where(file => episodes.Contains(file.Value.EpisodeKey)
            && (query.Kind is null || query.Kind == (file.Value.IsEpisode ? EpisodeRecordKind.Episode : EpisodeRecordKind.Rating))
            && (file.Value.IsEpisode || query.Judge is null || query.Judge == file.Value.Judge));
    }

    private void ReadAll()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                throw new EpisodeStoreException($"'{path}' is not a record of this store: move it elsewhere.");
            }

            EpisodeRecord record;
            try
            {
                record = EpisodeJson.Read(File.ReadAllBytes(path));
            }
            catch (Exception e) when (e is not (IOException or OutOfMemoryException))
            {
                throw new EpisodeStoreException($"The record '{path}' cannot be read: {e.Message} Move it elsewhere.", e);
            }

            _files.Add(number, RecordedFile.Of(path, record));
            _keys.Add(record.Key);
        }
    }

    private sealed record RecordedFile(string Path, string Key, string EpisodeKey, string? Judge, EpisodeSummary? Summary)
    {
        public bool IsEpisode => Judge is null;

        public static RecordedFile Of(string path, EpisodeRecord record) => record switch
        {
            EpisodeStored stored => new RecordedFile(path, stored.Key, stored.Episode.Key, null, EpisodeSummary.Of(stored.Episode)),
            RatingStored rating => new RecordedFile(path, rating.Key, rating.EpisodeKey, rating.Judge, null),
            _ => throw new NotSupportedException($"A record of the type {record.GetType().Name} cannot be stored."),
        };
    }
}
