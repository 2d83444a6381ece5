namespace SotopiaPi;

/// <summary>
/// The notes of all characters, in the order in which they were made; kept in a folder, one file of JSON lines for each character, when one is named.
/// Thread-safe. The order is that of the meetings only where meetings of the same characters are played one after another.
/// </summary>
public sealed class MemoryNotes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<MemoryNote>> _notes = [];
    private readonly string? _folder;

    /// <summary>Makes notes, or goes on with those of a folder.</summary>
    /// <param name="folder">The folder; <see langword="null"/> keeps them in memory only.</param>
    public MemoryNotes(string? folder = null) => _folder = folder;

    /// <summary>Gets the notes of a character about meetings in which one of the others took part, oldest first.</summary>
    /// <param name="agentId">The character.</param>
    /// <param name="others">The ids of the others.</param>
    /// <returns>The notes.</returns>
    /// <exception cref="RecordFormatException">The character's file cannot be read.</exception>
    public IReadOnlyList<MemoryNote> About(string agentId, IReadOnlyCollection<string> others)
    {
        ArgumentNullException.ThrowIfNull(agentId);
        ArgumentNullException.ThrowIfNull(others);
        lock (_gate)
        {
            return [.. Of(agentId).Where(note => note.Others.Any(others.Contains))];
        }
    }

    /// <summary>Says whether a character has a note of an episode.</summary>
    /// <param name="agentId">The character.</param>
    /// <param name="episodeKey">The key of the episode.</param>
    /// <returns><see langword="true"/> when there is one.</returns>
    public bool Has(string agentId, string episodeKey)
    {
        ArgumentNullException.ThrowIfNull(agentId);
        lock (_gate)
        {
            return Of(agentId).Exists(note => note.EpisodeKey == episodeKey);
        }
    }

    /// <summary>Adds a note; a second one of the same character and episode is left out.</summary>
    /// <param name="agentId">The character.</param>
    /// <param name="note">The note.</param>
    /// <returns><see langword="true"/> when it was new.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool TryAdd(string agentId, MemoryNote note)
    {
        ArgumentNullException.ThrowIfNull(agentId);
        ArgumentNullException.ThrowIfNull(note);
        lock (_gate)
        {
            List<MemoryNote> notes = Of(agentId);
            if (notes.Exists(known => known.EpisodeKey == note.EpisodeKey))
            {
                return false;
            }

            if (_folder is not null)
            {
                AtomicFile.WriteAllText(FileOf(agentId), string.Concat(notes.Append(note).Select(kept => MemoryNoteJson.Write(kept) + "\n")));
            }

            notes.Add(note);
            return true;
        }
    }

    private List<MemoryNote> Of(string agentId)
    {
        if (!_notes.TryGetValue(agentId, out List<MemoryNote>? notes))
        {
            notes = _folder is not null && File.Exists(FileOf(agentId)) ? [.. File.ReadLines(FileOf(agentId)).Select(MemoryNoteJson.Read)] : [];
            _notes[agentId] = notes;
        }

        return notes;
    }

    /// <summary>Ids of characters may hold anything; the file's name is a hash of them.</summary>
    private string FileOf(string agentId) => Path.Combine(_folder!, StableKey.Of([agentId]) + ".jsonl");
}
