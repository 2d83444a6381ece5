using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The pattern of sequences that lie packed one after another, each causal and blind to the others, from its first token. Gradients pass.
/// Sequences of similar length attend together; what pads them lies behind their last token, where no query looks.
/// </summary>
/// <remarks>One object serves every layer and any number of passes over the same lengths. The caller disposes it after the backward pass.</remarks>
public sealed class CausalBatch : IAttentionPattern, IDisposable
{
    private readonly long[] _lengths;
    private readonly Device _device;
    private readonly IReadOnlyList<PaddedGroup> _groups;
    private readonly IReadOnlyList<AttentionComponent> _components;
    private readonly Dictionary<(long Length, int? Window, ScalarType Type), Tensor> _masks = [];

    /// <summary>Describes a batch.</summary>
    /// <param name="lengths">The sequences' lengths in the order in which they are packed, in tokens. Each at least 1.</param>
    /// <param name="device">Where the decoder computes.</param>
    /// <exception cref="ArgumentException">There is no sequence, or one is empty.</exception>
    public CausalBatch(IReadOnlyList<long> lengths, Device device)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(device);
        if (lengths.Count == 0 || lengths.Any(length => length < 1))
        {
            throw new ArgumentException($"The lengths are [{string.Join(", ", lengths)}], wanted at least one, each at least 1.", nameof(lengths));
        }

        _lengths = [.. lengths];
        _device = device;
        _groups = PaddedGroup.Partition(_lengths);
        _components = AttentionComponent.Rows(lengths);
        long[] positions = [.. _lengths.SelectMany(length => Enumerable.Range(0, (int)length).Select(position => (long)position))];
        using var scope = NewDisposeScope();
        Positions = tensor(positions, device: CPU).to(device).DetachFromDisposeScope();
    }

    /// <summary>Gets the position of every token in its sequence [N], int64; owned by this object.</summary>
    public Tensor Positions { get; }

    /// <inheritdoc/>
    public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (layer.SoftCap is null && SegmentAttention.Serves(query))
        {
            return SegmentAttention.Attend(query, key, value, _components, layer.Scale, layer.Window);
        }

        using var scope = NewDisposeScope();
        if (_groups is [{ IsEven: true } only])
        {
            return Attend(layer, only, Batched(query, only), Batched(key, only), Batched(value, only)).MoveToOuterDisposeScope();
        }

        Tensor[] queries = query.split(_lengths, 0);                                    // [L, H, Dh] each
        Tensor[] keys = key.split(_lengths, 0);
        Tensor[] values = value.split(_lengths, 0);
        Tensor[] mixed = new Tensor[_lengths.Length];
        foreach (PaddedGroup group in _groups)
        {
            Tensor rows = Attend(layer, group, group.Pad(queries), group.Pad(keys), group.Pad(values));
            group.Unpad(rows, mixed);
        }

        return cat(mixed, 0).MoveToOuterDisposeScope();                                 // [N, H, Dh]
    }

    /// <summary>Frees positions and masks.</summary>
    public void Dispose()
    {
        Positions.Dispose();
        foreach (Tensor mask in _masks.Values)
        {
            mask.Dispose();
        }

        _masks.Clear();
    }

    private static Tensor Batched(Tensor packed, PaddedGroup group) =>
        packed.reshape(group.Count, group.Length, packed.size(1), packed.size(2));      // [B, T, H, Dh]

    private Tensor Attend(AttentionLayer layer, PaddedGroup group, Tensor query, Tensor key, Tensor value)
    {
        Tensor? mask = layer.Window < group.Length || (layer.SoftCap is not null) ? Mask(group.Length, layer.Window, query) : null;
        Tensor mixed = ScaledAttention.Attend(layer, query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), mask, causal: true);
        return mixed.transpose(1, 2).reshape(group.Count * group.Length, layer.HeadCount, layer.HeadSize);   // [B·T, H, Dh]
    }

    private Tensor Mask(long length, int? window, Tensor like)
    {
        if (!_masks.TryGetValue((length, window, like.dtype), out Tensor? mask))
        {
            mask = ScaledAttention.CausalMask(length, window, like).DetachFromDisposeScope();
            _masks.Add((length, window, like.dtype), mask);
        }

        return mask;
    }
}
