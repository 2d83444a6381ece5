using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SotopiaPi.Torch;

/// <summary>
/// Softmax attention of single rows over blocks of keys and values. Rows that share a head of keys are computed four at a time, and keys two blocks at a time, for
/// speed only: each row's sums run over its keys in the order of their positions, from the block of its first visible key to itself, however rows are grouped.
/// </summary>
internal sealed unsafe class AttentionKernel : IDisposable
{
    private const int TileRows = 4;

    private readonly CpuKvStore _store;
    private readonly AttentionLayer _layer;
    private readonly int _group;
    private readonly float* _scores;        // [TileRows, stride]
    private readonly float* _sums;          // [TileRows, value width]
    private readonly int _stride;

    /// <param name="store">Holds keys and values.</param>
    /// <param name="layer">The layer to work in.</param>
    /// <param name="longest">The number of tokens of the longest sequence.</param>
    public AttentionKernel(CpuKvStore store, AttentionLayer layer, int longest)
    {
        (_store, _layer, _group) = (store, layer, layer.HeadCount / layer.KeyValueHeadCount);
        _stride = (KvLayout.BlocksFor(longest) + 1) * KvLayout.BlockTokens;     // the last pair of blocks may lack its second
        _scores = (float*)NativeMemory.AlignedAlloc((nuint)(TileRows * (_stride + store.ValueWidth) * sizeof(float)), 64);
        _sums = _scores + (TileRows * _stride);
    }

    /// <summary>One query row: its query, where its result goes, and which keys it sees.</summary>
    private struct Row
    {
        public float* Query;
        public float* Mixed;
        public int First;       // the first key
        public int End;         // one after the last key
    }

    /// <summary>Stores keys and values [count, Hkv, Dh] of a run.</summary>
    public void Store(RowRun run, float* key, float* value)
    {
        int size = _layer.HeadSize;
        for (int i = 0; i < run.Count; i++)
        {
            int position = run.FirstPosition + i;
            int block = run.Blocks[position / KvLayout.BlockTokens];
            int slot = position % KvLayout.BlockTokens;
            for (int head = 0; head < _layer.KeyValueHeadCount; head++, key += size, value += size)
            {
                float* keys = _store.Keys(_layer.Index, block, head) + slot;
                for (int d = 0; d < size; d++)
                {
                    keys[d * KvLayout.BlockTokens] = key[d];
                }

                var values = new Span<float>(_store.Values(_layer.Index, block, head) + (slot * _store.ValueWidth), _store.ValueWidth);
                values[size..].Clear();
                new ReadOnlySpan<float>(value, size).CopyTo(values);
            }
        }
    }

    /// <summary>Attends with some tokens' queries [count, H, Dh] of a run in one head of keys; writes [count, H, Dh].</summary>
    /// <param name="run">The run.</param>
    /// <param name="head">The head of keys.</param>
    /// <param name="first">The first token, counted from the run's first.</param>
    /// <param name="end">One after the last token.</param>
    /// <param name="query">The queries of the whole run.</param>
    /// <param name="mixed">The results of the whole run.</param>
    public void Attend(RowRun run, int head, int first, int end, float* query, float* mixed)
    {
        Span<Row> rows = stackalloc Row[TileRows];
        for (int next = first * _group; next < end * _group; next += TileRows)
        {
            int count = Math.Min(TileRows, (end * _group) - next);
            for (int r = 0; r < count; r++)
            {
                int token = (next + r) / _group;
                long offset = (((long)token * _layer.HeadCount) + (head * _group) + ((next + r) % _group)) * _layer.HeadSize;
                int seen = run.FirstPosition + token + 1;
                rows[r] = new() { Query = query + offset, Mixed = mixed + offset, First = Math.Max(0, seen - (_layer.Window ?? seen)), End = seen };
            }

            AttendTile(run.Blocks, head, rows[..count]);
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_scores);

    private void AttendTile(IReadOnlyList<int> blocks, int head, ReadOnlySpan<Row> rows)
    {
        int firstBlock = rows[0].First / KvLayout.BlockTokens;              // rows are in the order of their positions
        int endBlock = KvLayout.BlocksFor(rows[^1].End);
        for (int block = firstBlock; block < endBlock; block += 2)
        {
            Score(Keys(block), Keys(block + 1), Keys(block + 2), Keys(block + 3), block * KvLayout.BlockTokens, rows);
        }

        float* Keys(int block) => _store.Keys(_layer.Index, blocks[Math.Min(block, endBlock - 1)], head);
        float* Values(int block) => _store.Values(_layer.Index, blocks[Math.Min(block, endBlock - 1)], head);

        for (int r = 0; r < rows.Length; r++)
        {
            AttentionSoftmax.Apply(_scores + (r * _stride), rows[r].First, rows[r].End, (float)_layer.Scale, (float?)_layer.SoftCap);
        }

        new Span<float>(_sums, TileRows * _store.ValueWidth).Clear();
        for (int block = firstBlock; block < endBlock; block++)
        {
            Mix(Values(block), Values(block + 1), block * KvLayout.BlockTokens, rows);
        }

        for (int r = 0; r < rows.Length; r++)
        {
            new ReadOnlySpan<float>(_sums + (r * _store.ValueWidth), _layer.HeadSize).CopyTo(new(rows[r].Mixed, _layer.HeadSize));
        }
    }

    /// <summary>
    /// Multiplies the keys of two blocks with four rows, of which those beyond the last repeat it: eight sums, so that none waits for another. Meanwhile the two
    /// blocks after them come into the cache: blocks lie apart, and the processor does not foresee where the next one begins.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Score(float* keys, float* next, float* third, float* fourth, int firstKey, ReadOnlySpan<Row> rows)
    {
        int last = rows.Length - 1;
        float* q0 = rows[0].Query, q1 = rows[Math.Min(1, last)].Query, q2 = rows[Math.Min(2, last)].Query, q3 = rows[last].Query;
        Vector512<float> a0 = Vector512<float>.Zero, a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        int size = _layer.HeadSize;
        for (int d = 0; d < size; d++, keys += KvLayout.BlockTokens, next += KvLayout.BlockTokens)
        {
            Fetch(third + (d * KvLayout.BlockTokens));
            Fetch(fourth + (d * KvLayout.BlockTokens));
            Vector512<float> left = Vector512.Load(keys), right = Vector512.Load(next);
            Vector512<float> query = Vector512.Create(q0[d]);
            a0 = Vector512.FusedMultiplyAdd(query, left, a0);
            b0 = Vector512.FusedMultiplyAdd(query, right, b0);
            query = Vector512.Create(q1[d]);
            a1 = Vector512.FusedMultiplyAdd(query, left, a1);
            b1 = Vector512.FusedMultiplyAdd(query, right, b1);
            query = Vector512.Create(q2[d]);
            a2 = Vector512.FusedMultiplyAdd(query, left, a2);
            b2 = Vector512.FusedMultiplyAdd(query, right, b2);
            query = Vector512.Create(q3[d]);
            a3 = Vector512.FusedMultiplyAdd(query, left, a3);
            b3 = Vector512.FusedMultiplyAdd(query, right, b3);
        }

        float* scores = _scores + firstKey;
        Store(scores, a0, b0);
        Store(scores + (Math.Min(1, last) * _stride), a1, b1);
        Store(scores + (Math.Min(2, last) * _stride), a2, b2);
        Store(scores + (last * _stride), a3, b3);
    }

    /// <summary>Adds the values of a block, each with its weight, to the sums of each row that sees it.</summary>
    private void Mix(float* values, float* next, int firstKey, ReadOnlySpan<Row> rows)
    {
        int endKey = firstKey + KvLayout.BlockTokens;
        if (rows[^1].First <= firstKey && rows[0].End >= endKey)
        {
            MixAll(values, next, firstKey, rows.Length - 1);
            return;
        }

        for (int r = 0; r < rows.Length; r++)
        {
            MixRow(values, firstKey, r, Math.Max(rows[r].First - firstKey, 0), Math.Min(rows[r].End, endKey) - firstKey);
        }
    }

    /// <summary>Mixes a block that every row sees whole, into four rows, of which those beyond the last repeat it; meanwhile the next block comes into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MixAll(float* values, float* next, int firstKey, int last)
    {
        int width = _store.ValueWidth;
        int row1 = Math.Min(1, last), row2 = Math.Min(2, last);
        float* w0 = _scores + firstKey;
        float* w1 = w0 + (row1 * _stride);
        float* w2 = w0 + (row2 * _stride);
        float* w3 = w0 + (last * _stride);
        for (int d = 0; d < width; d += 32)
        {
            float* s0 = _sums + d;
            float* s1 = s0 + (row1 * width);
            float* s2 = s0 + (row2 * width);
            float* s3 = s0 + (last * width);
            Vector512<float> a0 = Vector512.Load(s0), a1 = Vector512.Load(s1), a2 = Vector512.Load(s2), a3 = Vector512.Load(s3);
            Vector512<float> b0 = Vector512.Load(s0 + 16), b1 = Vector512.Load(s1 + 16), b2 = Vector512.Load(s2 + 16), b3 = Vector512.Load(s3 + 16);
            float* value = values + d;
            float* ahead = next + d;
            for (int key = 0; key < KvLayout.BlockTokens; key++, value += width, ahead += width)
            {
                Fetch(ahead);
                Fetch(ahead + 16);
                Vector512<float> low = Vector512.Load(value), high = Vector512.Load(value + 16);
                Vector512<float> weight = Vector512.Create(w0[key]);
                a0 = Vector512.FusedMultiplyAdd(weight, low, a0);
                b0 = Vector512.FusedMultiplyAdd(weight, high, b0);
                weight = Vector512.Create(w1[key]);
                a1 = Vector512.FusedMultiplyAdd(weight, low, a1);
                b1 = Vector512.FusedMultiplyAdd(weight, high, b1);
                weight = Vector512.Create(w2[key]);
                a2 = Vector512.FusedMultiplyAdd(weight, low, a2);
                b2 = Vector512.FusedMultiplyAdd(weight, high, b2);
                weight = Vector512.Create(w3[key]);
                a3 = Vector512.FusedMultiplyAdd(weight, low, a3);
                b3 = Vector512.FusedMultiplyAdd(weight, high, b3);
            }

            Store(s0, a0, b0);
            Store(s1, a1, b1);
            Store(s2, a2, b2);
            Store(s3, a3, b3);
        }
    }

    private void MixRow(float* values, int firstKey, int r, int first, int end)
    {
        int width = _store.ValueWidth;
        float* weights = _scores + (r * _stride) + firstKey;
        for (int d = 0; d < width; d += 32)
        {
            float* sum = _sums + (r * width) + d;
            Vector512<float> low = Vector512.Load(sum), high = Vector512.Load(sum + 16);
            for (int key = first; key < end; key++)
            {
                Vector512<float> weight = Vector512.Create(weights[key]);
                low = Vector512.FusedMultiplyAdd(weight, Vector512.Load(values + (key * width) + d), low);
                high = Vector512.FusedMultiplyAdd(weight, Vector512.Load(values + (key * width) + d + 16), high);
            }

            Store(sum, low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* line)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(line);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]      // a call would put all sums of its loop into memory
    private static void Store(float* sum, Vector512<float> low, Vector512<float> high)
    {
        low.Store(sum);
        high.Store(sum + 16);
    }
}
