using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Computes softmax(scale · q·kᵀ)·v of dense batches, with grouped heads, a soft cap and a mask where a layer has them.</summary>
internal static class ScaledAttention
{
    /// <summary>Attends.</summary>
    /// <param name="layer">Scale, cap and heads; its window must already be in the mask.</param>
    /// <param name="query">Queries [B, H, Tq, Dh].</param>
    /// <param name="key">Keys [B, Hkv, Tk, Dh].</param>
    /// <param name="value">Values [B, Hkv, Tk, Dh].</param>
    /// <param name="mask">0 where a query sees a key, −∞ elsewhere, in the type of the queries: [Tq, Tk] or [B, 1, Tq, Tk]; <see langword="null"/> for none.</param>
    /// <param name="causal">Without a mask: whether query i sees the keys 0 … i.</param>
    /// <returns>A fresh tensor [B, H, Tq, Dh].</returns>
    public static Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value, Tensor? mask, bool causal)
    {
        if (layer.SoftCap is not { } cap)
        {
            return AtenAttention.ScaledDotProduct(query, key, value, mask, causal && mask is null, layer.Scale);
        }

        using var scope = NewDisposeScope();
        mask ??= causal ? CausalMask(query.size(2), null, query) : null;
        return Capped(layer, cap, query, key, value, mask).MoveToOuterDisposeScope();
    }

    /// <summary>Makes the mask [T, T] of a causal sequence in which a query sees a window of keys.</summary>
    public static Tensor CausalMask(long length, int? window, Tensor like)
    {
        using var scope = NewDisposeScope();
        Tensor index = TensorArithmetic.Range(length, int64, like.device);
        Tensor distance = index.unsqueeze(1) - index.unsqueeze(0);                      // query − key
        Tensor hidden = distance.Below(0);
        if (window is { } w)
        {
            hidden |= distance.AtLeast(w);
        }

        return zeros([length, length], like.dtype, like.device).FillInPlace(hidden, double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    private static Tensor Capped(AttentionLayer layer, double cap, Tensor query, Tensor key, Tensor value, Tensor? mask)
    {
        var (b, tq, d) = (query.size(0), query.size(2), query.size(3));
        long group = layer.HeadCount / layer.KeyValueHeadCount;
        Tensor grouped = query.reshape(b, layer.KeyValueHeadCount, group, tq, d);       // [B, Hkv, G, Tq, Dh]
        Tensor scores = matmul(grouped, key.unsqueeze(2).transpose(3, 4)).Times(layer.Scale / cap);   // [B, Hkv, G, Tq, Tk]
        scores = scores.tanh().Times(cap);
        if (mask is not null)
        {
            scores = scores.Plus(mask.dim() == 4 ? mask.unsqueeze(2) : mask);
        }

        Tensor weights = nn.functional.softmax(scores, -1, scores.dtype == float64 ? float64 : float32).to(value.dtype);
        return matmul(weights, value.unsqueeze(2)).reshape(b, layer.HeadCount, tq, d);
    }
}
