using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>Keys and values of a batch that is padded on the left, and the attention over them: one dense call a layer.</summary>
internal sealed class PaddedCache : IAttentionPattern, IDisposable
{
    private readonly Tensor[] _keys;        // [B, Hkv, T, Dh] each
    private readonly Tensor[] _values;
    private readonly Tensor _pads;          // [B, 1, 1, 1]
    private readonly int _sequences;
    private int _from;
    private int _count;
    private Tensor? _mask;                  // [B, 1, count, end]

    public PaddedCache(DecoderConfig config, long[] pads, int longest)
    {
        _sequences = pads.Length;
        _pads = tensor(pads).reshape(-1, 1, 1, 1).DetachFromDisposeScope();
        Tensor[] New() => [.. config.Layers.Select(_ => zeros(pads.Length, config.KeyValueHeadCount, longest, config.HeadSize).DetachFromDisposeScope())];
        (_keys, _values) = (New(), New());
    }

    /// <summary>Makes room for the next tokens of each sequence.</summary>
    public void Begin(int count)
    {
        using var scope = NewDisposeScope();
        (_from, _count) = (_from + _count, count);
        Tensor query = arange(_from, _from + count).reshape(1, 1, -1, 1);
        Tensor key = arange(_from + count).reshape(1, 1, 1, -1);
        Tensor hidden = (key > query).logical_or(key < _pads).logical_and(key != query);      // what pads see does not matter, but it must be something
        _mask?.Dispose();
        _mask = zeros(hidden.shape).masked_fill_(hidden, double.NegativeInfinity).DetachFromDisposeScope();
    }

    public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        Tensor Split(Tensor rows) => rows.reshape(_sequences, _count, rows.size(1), rows.size(2)).transpose(1, 2);
        _keys[layer.Index].narrow(2, _from, _count).copy_(Split(key));
        _values[layer.Index].narrow(2, _from, _count).copy_(Split(value));
        Tensor mixed = ScaledAttention.Attend(
            layer, Split(query), _keys[layer.Index].narrow(2, 0, _from + _count), _values[layer.Index].narrow(2, 0, _from + _count), _mask, causal: false);
        return mixed.transpose(1, 2).reshape(_sequences * _count, layer.HeadCount, layer.HeadSize).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _keys.Concat(_values).Append(_pads))
        {
            tensor.Dispose();
        }

        _mask?.Dispose();
    }
}
