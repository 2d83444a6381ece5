using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The pattern of a <see cref="TokenTree"/>: each segment attends to itself causally and to the spans that lead to it. On the CPU in float32
/// by the segment kernel; elsewhere segment by segment with a small mask.
/// </summary>
/// <remarks>The caller disposes it after the backward pass.</remarks>
internal sealed class SegmentPattern(IReadOnlyList<AttentionComponent> components) : IAttentionPattern, IDisposable
{
    private readonly Dictionary<(AttentionSegment Segment, int? Window, ScalarType Type), Tensor> _masks = [];

    /// <inheritdoc/>
    public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value)
    {
        if (layer.SoftCap is null && SegmentAttention.Serves(query))
        {
            return SegmentAttention.Attend(query, key, value, components, layer.Scale, layer.Window);
        }

        using var scope = NewDisposeScope();
        AttentionSegment[] segments = [.. components.SelectMany(component => component.Segments).OrderBy(segment => segment.Own.Start)];
        return cat([.. segments.Select(segment => Attend(layer, segment, query, key, value))], 0).MoveToOuterDisposeScope();   // [N, H, Dh]
    }

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
        Tensor mixed = ScaledAttention.Attend(layer, Rows(query, [segment.Own]), Rows(key, seen), Rows(value, seen), Mask(segment, layer.Window, query), causal: false);
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
