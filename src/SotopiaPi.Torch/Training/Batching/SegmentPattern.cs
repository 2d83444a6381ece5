using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The pattern of a <see cref="TreePass"/>: each segment attends to itself causally and to the spans that lead to it, some of them maybe of
/// earlier passes. On the CPU in float32 by the segment kernel; elsewhere segment by segment with a small mask.
/// </summary>
/// <param name="components">Who sees whom, in rows of the keys.</param>
/// <param name="past">What earlier passes keep, from the root on; not disposed by this object.</param>
/// <param name="kept">Takes the keys and values of this pass; <see langword="null"/> where nothing follows. Not disposed by this object.</param>
/// <remarks>The caller disposes it after the backward pass.</remarks>
internal sealed class SegmentPattern(IReadOnlyList<AttentionComponent> components, IReadOnlyList<KeptKeys> past, KeptKeys? kept) : IAttentionPattern, IKeepsKeys, IDisposable
{
    private readonly int _past = past.Sum(keys => keys.Rows);
    private readonly Dictionary<(AttentionSegment Segment, int? Window, ScalarType Type), Tensor> _masks = [];

    /// <inheritdoc/>
    public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        kept?.Keep(layer.Index, key, value);
        if (past.Count > 0)
        {
            key = cat([.. past.Select(keys => keys.Key(layer.Index)), key], 0);         // [P + N, Hkv, Dh]
            value = cat([.. past.Select(keys => keys.Value(layer.Index)), value], 0);
        }

        if (layer.SoftCap is null && SegmentAttention.Serves(query))
        {
            return SegmentAttention.Attend(query, key, value, components, layer.Scale, layer.Window).MoveToOuterDisposeScope();
        }

        AttentionSegment[] segments = [.. components.SelectMany(component => component.Segments).OrderBy(segment => segment.Own.Start)];
        return cat([.. segments.Select(segment => Attend(layer, segment, query, key, value))], 0).MoveToOuterDisposeScope();   // [N, H, Dh]
    }

    /// <inheritdoc/>
    public IEnumerable<(Tensor Root, Tensor Gradient)> Gradients(int layer) => kept?.Gradients(layer) ?? [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor mask in _masks.Values)
        {
            mask.Dispose();
        }

        _masks.Clear();
    }

    private static Tensor Rows(Tensor packed, IEnumerable<TokenSpan> spans)
    {
        Tensor[] parts = [.. spans.Select(span => packed.narrow(0, span.Start, span.Count))];
        return (parts.Length == 1 ? parts[0] : cat(parts, 0)).transpose(0, 1).unsqueeze(0);             // [1, H, L, Dh]
    }

    private Tensor Attend(AttentionLayer layer, AttentionSegment segment, Tensor query, Tensor key, Tensor value)
    {
        TokenSpan[] seen = [.. segment.Before, segment.Own];
        Tensor mixed = ScaledAttention.Attend(layer, Rows(query, [segment.Own with { Start = segment.Own.Start - _past }]), Rows(key, seen), Rows(value, seen), Mask(segment, layer.Window, query), causal: false);
        return mixed.squeeze(0).transpose(0, 1);                                        // [L, H, Dh]
    }

    // The spans before are whole, so a query's distance to a key is that of the two in the row of all of them.
    private Tensor Mask(AttentionSegment segment, int? window, Tensor like)
    {
        if (!_masks.TryGetValue((segment, window, like.dtype), out Tensor? mask))
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            long before = segment.Own.Position;
            mask = ScaledAttention.CausalMask(before + segment.Own.Count, window, like).narrow(0, before, segment.Own.Count).clone().DetachFromDisposeScope();
            _masks.Add((segment, window, like.dtype), mask);
        }

        return mask;
    }
}
