using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Keys and values as tensors of torch, for any device: per layer [blocks · 16, Hkv, Dh], so that a token's row is its block times 16 plus its place.
/// </summary>
internal sealed class TorchKvStore : IKvStore
{
    private readonly KvLayout _layout;
    private readonly ScalarType _type;
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;

    public TorchKvStore(KvLayout layout, int blocks, Device device, ScalarType type)
    {
        (_layout, Blocks, _type, Device) = (layout, blocks, type, device);
        _keys = Allocate();
        _values = Allocate();
    }

    public Device Device { get; }

    public int Blocks { get; }

    public long BlockBytes => BlockBytesOf(_layout, _type);

    public static long BlockBytesOf(KvLayout layout, ScalarType type) =>
        2L * layout.Layers * KvLayout.BlockTokens * layout.Heads * layout.HeadSize * (type == float32 ? 4 : 2);

    /// <summary>The keys of a layer.</summary>
    public Tensor Keys(int layer) => _keys[layer];

    /// <summary>The values of a layer.</summary>
    public Tensor Values(int layer) => _values[layer];

    public void CopyTokens(int from, int to, int count)
    {
        using var off = no_grad();
        foreach (Tensor rows in _keys.Concat(_values))
        {
            using Tensor source = rows.narrow(0, (long)from * KvLayout.BlockTokens, count);
            using Tensor target = rows.narrow(0, (long)to * KvLayout.BlockTokens, count);
            target.copy_(source);
        }
    }

    public IAttentionPattern Pattern(IReadOnlyList<RowRun> runs) => new TorchAttention(this, runs);

    public void Dispose()
    {
        foreach (Tensor tensor in _keys.Concat(_values))
        {
            tensor.Dispose();
        }
    }

    // Zeros: what no token has filled yet is hidden by the mask, which a NaN would outlive.
    private Tensor[] Allocate()
    {
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, _layout.Layers).Select(_ =>
            zeros([(long)Blocks * KvLayout.BlockTokens, _layout.Heads, _layout.HeadSize], _type, Device).DetachFromDisposeScope())];
    }
}
