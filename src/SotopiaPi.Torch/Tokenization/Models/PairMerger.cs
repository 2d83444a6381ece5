using System.Buffers;
using System.Runtime.CompilerServices;

namespace SotopiaPi.Torch;

/// <summary>Byte-pair encoding: merges neighbours, lowest rank first and leftmost first, until no pair merges (arXiv:1508.07909).</summary>
internal static class PairMerger
{
    private const int ShortLength = 48;

    /// <summary>Merges symbols in place and returns how many are left.</summary>
    public static int Merge(Span<Symbol> symbols, MergeTable table) =>
        symbols.Length <= ShortLength ? MergeShort(symbols, table) : MergeLong(symbols, table);

    /// <summary>Quadratic, but without any structure to keep: the fastest way for words of usual length.</summary>
    [SkipLocalsInit]
    internal static int MergeShort(Span<Symbol> symbols, MergeTable table)
    {
        int count = symbols.Length;
        Span<int> ranks = stackalloc int[count];
        Span<int> places = stackalloc int[count];
        for (int i = 0; i + 1 < count; i++)
        {
            ranks[i] = table.Find(symbols[i].Id, symbols[i + 1].Id, out places[i]);
        }

        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i < count - 1; i++)
            {
                if (ranks[i] < ranks[best])
                {
                    best = i;
                }
            }

            if (ranks[best] == MergeTable.NoRank)
            {
                break;
            }

            symbols[best] = new Symbol(table.IdAt(places[best]), symbols[best].Length + symbols[best + 1].Length);
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            if (best + 2 < count)
            {
                ranks[(best + 2)..count].CopyTo(ranks[(best + 1)..]);
                places[(best + 2)..count].CopyTo(places[(best + 1)..]);
            }

            count--;
            Refresh(symbols, table, ranks, places, best - 1, count);
            Refresh(symbols, table, ranks, places, best, count);
        }

        return count;
    }

    /// <summary>With a heap of candidate pairs over a linked list: n log n for words of any length.</summary>
    internal static int MergeLong(Span<Symbol> symbols, MergeTable table)
    {
        int count = symbols.Length;
        int[] links = ArrayPool<int>.Shared.Rent(2 * count);
        Span<int> next = links.AsSpan(0, count);
        Span<int> previous = links.AsSpan(count, count);
        PriorityQueue<int, long> queue = new(count);
        for (int i = 0; i < count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            Push(symbols, table, queue, i, i + 1);
        }

        while (queue.TryDequeue(out int id, out long key))
        {
            int left = (int)(key & int.MaxValue);
            int right = symbols[left].Length == 0 ? count : next[left];
            if (right >= count || table.Find(symbols[left].Id, symbols[right].Id, out int place) == MergeTable.NoRank || table.IdAt(place) != id)
            {
                continue;       // an entry that an earlier merge has made void
            }

            symbols[left] = new Symbol(id, symbols[left].Length + symbols[right].Length);
            symbols[right].Length = 0;
            next[left] = next[right];
            if (next[left] < count)
            {
                previous[next[left]] = left;
                Push(symbols, table, queue, left, next[left]);
            }

            if (previous[left] >= 0)
            {
                Push(symbols, table, queue, previous[left], left);
            }
        }

        ArrayPool<int>.Shared.Return(links);
        return Compact(symbols);
    }

    private static void Refresh(Span<Symbol> symbols, MergeTable table, Span<int> ranks, Span<int> places, int index, int count)
    {
        if (index >= 0 && index + 1 < count)
        {
            ranks[index] = table.Find(symbols[index].Id, symbols[index + 1].Id, out places[index]);
        }
    }

    private static void Push(Span<Symbol> symbols, MergeTable table, PriorityQueue<int, long> queue, int left, int right)
    {
        if (right < symbols.Length && table.Find(symbols[left].Id, symbols[right].Id, out int place) is not MergeTable.NoRank and int rank)
        {
            queue.Enqueue(table.IdAt(place), ((long)rank << 31) | (uint)left);
        }
    }

    private static int Compact(Span<Symbol> symbols)
    {
        int count = 0;
        foreach (Symbol symbol in symbols)
        {
            if (symbol.Length > 0)
            {
                symbols[count++] = symbol;
            }
        }

        return count;
    }
}
