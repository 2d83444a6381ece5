namespace SotopiaPi.Torch;

/// <summary>The merges of a byte-pair encoding: a pair of ids to its rank and the id it becomes. Open addressing, at most half full.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int NoRank = int.MaxValue;

    private readonly Slot[] _slots;
    private readonly int _shift;

    public MergeTable(int capacity)
    {
        int bits = 32 - int.LeadingZeroCount(Math.Max(capacity, 8) * 2 - 1);
        _slots = new Slot[1 << bits];
        _shift = 64 - bits;
        foreach (ref Slot slot in _slots.AsSpan())
        {
            slot.Rank = NoRank;
        }
    }

    /// <summary>Adds a merge. A pair that is named twice keeps its later rank, as in the reference.</summary>
    public void Add(int left, int right, int rank, int id)
    {
        ulong key = Key(left, right);
        int index = Index(key);
        while (_slots[index].Rank != NoRank && _slots[index].Key != key)
        {
            index = (index + 1) & (_slots.Length - 1);
        }

        _slots[index] = new Slot { Key = key, Rank = rank, Id = id };
    }

    /// <summary>The rank of a pair, or <see cref="NoRank"/>, and the id it becomes.</summary>
    public int Find(int left, int right, out int id)
    {
        ulong key = Key(left, right);
        Slot[] slots = _slots;
        int index = Index(key);
        while (true)
        {
            ref readonly Slot slot = ref slots[index];
            if (slot.Key == key || slot.Rank == NoRank)
            {
                id = slot.Id;
                return slot.Rank;
            }

            index = (index + 1) & (slots.Length - 1);
        }
    }

    private int Index(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private struct Slot
    {
        public ulong Key;
        public int Rank;
        public int Id;
    }
}
