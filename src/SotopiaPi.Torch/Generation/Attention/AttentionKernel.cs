using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SotopiaPi.Torch;

/// <summary>
/// Softmax attention of single rows over blocks of keys and values. Rows that share a head of keys are computed four at a time, for speed only:
/// each row's sums run over its keys in the order of their positions, from the block of its first visible key to itself, however rows are grouped.
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
        _stride = KvLayout.BlocksFor(longest) * KvLayout.BlockTokens;
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

    /// <summary>Attends with the queries [count, H, Dh] of a run; writes [count, H, Dh].</summary>
    public void Attend(RowRun run, float* query, float* mixed)
    {
        Span<Row> rows = stackalloc Row[TileRows];
        for (int head = 0; head < _layer.KeyValueHeadCount; head++)
        {
            for (int next = 0; next < run.Count * _group; next += TileRows)
            {
                int count = Math.Min(TileRows, (run.Count * _group) - next);
                for (int r = 0; r < count; r++)
                {
                    int token = (next + r) / _group;
                    long offset = (((long)token * _layer.HeadCount) + (head * _group) + ((next + r) % _group)) * _layer.HeadSize;
                    int end = run.FirstPosition + token + 1;
                    rows[r] = new() { Query = query + offset, Mixed = mixed + offset, First = Math.Max(0, end - (_layer.Window ?? end)), End = end };
                }

                AttendTile(run.Blocks, head, rows[..count]);
            }
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_scores);

    private void AttendTile(IReadOnlyList<int> blocks, int head, Span<Row> rows)
    {
        int firstBlock = rows[0].First / KvLayout.BlockTokens;              // rows are in the order of their positions
        int endBlock = KvLayout.BlocksFor(rows[^1].End);
        for (int block = firstBlock; block < endBlock; block++)
        {
            Score(_store.Keys(_layer.Index, blocks[block], head), block * KvLayout.BlockTokens, rows);
        }

        for (int r = 0; r < rows.Length; r++)
        {
            AttentionSoftmax.Apply(_scores + (r * _stride), rows[r].First, rows[r].End);
        }

        new Span<float>(_sums, TileRows * _store.ValueWidth).Clear();
        for (int block = firstBlock; block < endBlock; block++)
        {
            Mix(_store.Values(_layer.Index, blocks[block], head), block * KvLayout.BlockTokens, rows);
        }

        for (int r = 0; r < rows.Length; r++)
        {
            new ReadOnlySpan<float>(_sums + (r * _store.ValueWidth), _layer.HeadSize).CopyTo(new(rows[r].Mixed, _layer.HeadSize));
        }
    }

    /// <summary>Scores the 16 keys of a block for each row.</summary>
    private void Score(float* keys, int firstKey, ReadOnlySpan<Row> rows)
    {
        if (rows.Length == TileRows)
        {
            Score4(keys, firstKey, rows);
            return;
        }

        for (int r = 0; r < rows.Length; r++)
        {
            float* query = rows[r].Query;
            Vector512<float> score = Vector512<float>.Zero;
            for (int d = 0; d < _layer.HeadSize; d++)
            {
                score = Vector512.FusedMultiplyAdd(Vector512.Create(query[d]), Vector512.Load(keys + (d * KvLayout.BlockTokens)), score);
            }

            Scaled(score).Store(_scores + (r * _stride) + firstKey);
        }
    }

    private void Score4(float* keys, int firstKey, ReadOnlySpan<Row> rows)
    {
        float* q0 = rows[0].Query, q1 = rows[1].Query, q2 = rows[2].Query, q3 = rows[3].Query;
        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int d = 0; d < _layer.HeadSize; d++)
        {
            Vector512<float> key = Vector512.Load(keys + (d * KvLayout.BlockTokens));
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(q0[d]), key, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(q1[d]), key, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(q2[d]), key, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(q3[d]), key, s3);
        }

        float* scores = _scores + firstKey;
        Scaled(s0).Store(scores);
        Scaled(s1).Store(scores + _stride);
        Scaled(s2).Store(scores + (2 * _stride));
        Scaled(s3).Store(scores + (3 * _stride));
    }

    private Vector512<float> Scaled(Vector512<float> score)
    {
        if (_layer.SoftCap is not { } cap)
        {
            return score * (float)_layer.Scale;
        }

        // c·tanh(x/c), with tanh(y) = 1 − 2/(exp(2y) + 1)
        Vector512<float> twice = Vector512.Exp(score * (float)(2 * _layer.Scale / cap));
        return (Vector512<float>.One - (Vector512.Create(2f) / (twice + Vector512<float>.One))) * (float)cap;
    }

    /// <summary>Adds the values of a block, each with its weight, to the sums of each row that sees it.</summary>
    private void Mix(float* values, int firstKey, ReadOnlySpan<Row> rows)
    {
        int width = _store.ValueWidth;
        for (int r = 0; r < rows.Length; r++)
        {
            int first = Math.Max(rows[r].First - firstKey, 0);
            int end = Math.Min(rows[r].End - firstKey, KvLayout.BlockTokens);
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

                low.Store(sum);
                high.Store(sum + 16);
            }
        }
    }
}
