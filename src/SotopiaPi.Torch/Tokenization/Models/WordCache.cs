namespace SotopiaPi.Torch;

/// <summary>
/// Remembers the ids of words that occur again. Each word has one slot, which the newest word takes over, so memory is bounded; a word seen
/// for the first time only leaves its hash. Safe without locks: entries are immutable and a lost write only costs a repeated computation.
/// </summary>
internal sealed class WordCache
{
    /// <summary>The longest word that is remembered, in UTF-16 units.</summary>
    public const int MaximumWordLength = 64;

    private const int Slots = 1 << 15;

    private readonly Entry?[] _slots = new Entry?[Slots];
    private readonly int[] _seen = new int[Slots];

    /// <summary>Looks a word up; <paramref name="hash"/> serves for <see cref="Add"/>.</summary>
    public bool TryGet(ReadOnlySpan<char> word, out int hash, out ReadOnlySpan<int> ids)
    {
        hash = string.GetHashCode(word);
        Entry? entry = Volatile.Read(ref _slots[hash & (Slots - 1)]);
        if (entry is not null && entry.Hash == hash && word.SequenceEqual(entry.Word))
        {
            ids = entry.Ids;
            return true;
        }

        ids = default;
        return false;
    }

    /// <summary>Remembers a word, from its second time on.</summary>
    public void Add(ReadOnlySpan<char> word, int hash, ReadOnlySpan<int> ids)
    {
        int slot = hash & (Slots - 1);
        if (_seen[slot] == hash)
        {
            Volatile.Write(ref _slots[slot], new Entry(word.ToString(), hash, ids.ToArray()));
        }

        _seen[slot] = hash;
    }

    private sealed record Entry(string Word, int Hash, int[] Ids);
}
