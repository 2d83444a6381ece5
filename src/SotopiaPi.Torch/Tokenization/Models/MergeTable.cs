namespace SotopiaPi.Torch;

/// <summary>
/// The merges of a byte-pair encoding: a pair of ids to its rank and the id it becomes. Open addressing, at most half full; pair and rank
/// share one word, since looking up pairs that do not merge is most of the work.
/// </summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int NoRank = (1 << RankBits) - 1;

    private const int RankBits = 24;
    private const int IdBits = 20;
    private const ulong Empty = ulong.MaxValue;

    private readonly ulong[] _entries;
    private readonly int[] _ids;
    private readonly int _shift;

    public MergeTable(int capacity)
    {
        if (capacity >= NoRank)
        {
            throw new TokenizerException($"The model has {capacity} merges; at most {NoRank - 1} are supported.");
        }

        int bits = 32 - int.LeadingZeroCount((Math.Max(capacity, 8) * 2) - 1);
        _entries = new ulong[1 << bits];
        _entries.AsSpan().Fill(Empty);
        _ids = new int[_entries.Length];
        _shift = 64 - bits;
    }

    /// <summary>Adds a merge. A pair that is named twice keeps its later rank, as in the reference.</summary>
    public void Add(int left, int right, int rank, int id)
    {
        ulong key = Key(left, right);
        int index = Index(key);
        while (_entries[index] != Empty && _entries[index] >> RankBits != key)
        {
            index = (index + 1) & (_entries.Length - 1);
        }

        _entries[index] = (key << RankBits) | (uint)rank;
        _ids[index] = id;
    }

    /// <summary>The rank of a pair, or <see cref="NoRank"/>, and the place for <see cref="IdAt"/>.</summary>
    public int Find(int left, int right, out int place)
    {
        ulong key = Key(left, right);
        ulong[] entries = _entries;
        int index = Index(key);
        while (true)
        {
            ulong entry = entries[index];
            if (entry >> RankBits == key || entry == Empty)
            {
                place = index;
                return (int)entry & NoRank;
            }

            index = (index + 1) & (entries.Length - 1);
        }
    }

    /// <summary>The id that the pair at a place becomes.</summary>
    public int IdAt(int place) => _ids[place];

    private int Index(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);

    private static ulong Key(int left, int right) => ((ulong)(uint)left << IdBits) | (uint)right;
}
