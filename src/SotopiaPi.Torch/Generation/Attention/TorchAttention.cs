using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Attention of one pass by torch's operators. Sequences are computed together that have equally many new rows and, in steps of 64, equally many keys; so the
/// shape that a row is computed in depends on its own sequence alone.
/// </summary>
internal sealed class TorchAttention(TorchKvStore store, IReadOnlyList<RowRun> runs) : IAttentionPattern
{
    private const int KeyStep = 64;

    public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        Write(store.Keys(layer.Index), key);
        Write(store.Values(layer.Index), value);
        Tensor mixed = zeros_like(query);                                               // [N, H, Dh]
        foreach (var group in runs.GroupBy(run => (run.Count, Keys: KeysOf(run))))
        {
            using var inner = NewDisposeScope();
            AttendGroup(layer, query, mixed, [.. group], group.Key.Count, group.Key.Keys);
        }

        return mixed.MoveToOuterDisposeScope();
    }

    private static int KeysOf(RowRun run) => (run.FirstPosition + run.Count + KeyStep - 1) / KeyStep * KeyStep;

    private static long Place(RowRun run, int position) =>
        ((long)run.Blocks[position / KvLayout.BlockTokens] * KvLayout.BlockTokens) + (position % KvLayout.BlockTokens);

    private static IEnumerable<long> Rows(RowRun run) => Enumerable.Range(run.FirstRow, run.Count).Select(row => (long)row);

    private void Write(Tensor store, Tensor rows)
    {
        long[] places = [.. runs.SelectMany(run => Enumerable.Range(run.FirstPosition, run.Count).Select(position => Place(run, position)))];
        store.index_copy_(0, Index(places), rows.index_select(0, Index([.. runs.SelectMany(Rows)])).to(store.dtype));
    }

    private void AttendGroup(AttentionLayer layer, Tensor query, Tensor mixed, RowRun[] group, int count, int keys)
    {
        Tensor rows = Index([.. group.SelectMany(Rows)]);
        long[] places = [.. group.SelectMany(run => Enumerable.Range(0, keys).Select(position => position < run.FirstPosition + run.Count ? Place(run, position) : Place(run, 0)))];
        Tensor At(Tensor source) => source.index_select(0, Index(places)).reshape(group.Length, keys, layer.KeyValueHeadCount, layer.HeadSize).transpose(1, 2).to(query.dtype);
        Tensor q = query.index_select(0, rows).reshape(group.Length, count, layer.HeadCount, layer.HeadSize).transpose(1, 2);   // [B, H, T, Dh]
        Tensor result = ScaledAttention.Attend(layer, q, At(store.Keys(layer.Index)), At(store.Values(layer.Index)), Mask(layer, group, count, keys, query.dtype), causal: false);
        mixed.index_copy_(0, rows, result.transpose(1, 2).reshape(-1, layer.HeadCount, layer.HeadSize));
    }

    /// <summary>[B, 1, T, keys]: 0 for what a row sees, −∞ for the rest.</summary>
    private Tensor Mask(AttentionLayer layer, RowRun[] group, int count, int keys, ScalarType type)
    {
        long[] first = [.. group.Select(run => (long)run.FirstPosition)];
        Tensor position = Index(first).reshape(-1, 1, 1, 1).Plus(TensorArithmetic.Range(count, ScalarType.Int64, store.Device).reshape(1, 1, -1, 1));
        Tensor distance = position - TensorArithmetic.Range(keys, ScalarType.Int64, store.Device).reshape(1, 1, 1, -1);
        Tensor hidden = distance.Below(0);
        if (layer.Window is { } window)
        {
            hidden |= distance.AtLeast(window);
        }

        return zeros(distance.shape, type, store.Device).FillInPlace(hidden, double.NegativeInfinity);
    }

    private Tensor Index(long[] values) => tensor(values, device: store.Device);
}
