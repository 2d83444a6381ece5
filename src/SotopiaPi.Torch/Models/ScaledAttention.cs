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
    /// <param name="mask">0 where a query sees a key, −∞ elsewhere, in the type of the queries, broadcast to [B, H, Tq, Tk]; <see langword="null"/> for none.</param>
    /// <param name="causal">Without a mask: whether query i sees the keys 0 … i.</param>
    /// <returns>A fresh tensor [B, H, Tq, Dh].</returns>
    public static Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value, Tensor? mask, bool causal)
    {
        using var scope = NewDisposeScope();
        key = Expand(key, layer.HeadCount / layer.KeyValueHeadCount);                   // [B, H, Tk, Dh]
        value = Expand(value, layer.HeadCount / layer.KeyValueHeadCount);
        if (layer.SoftCap is { } cap)
        {
            return Capped(layer, cap, query, key, value, mask ?? (causal ? CausalMask(query.size(2), null, query) : null)).MoveToOuterDisposeScope();
        }

        double correction = layer.Scale * Math.Sqrt(layer.HeadSize);                    // the operator itself scales by Dh^−½
        Tensor scaled = Math.Abs(correction - 1) < 1e-12 ? query : query * correction;
        return nn.functional.scaled_dot_product_attention(scaled, key, value, mask, 0, causal && mask is null).MoveToOuterDisposeScope();
    }

    /// <summary>Makes the mask [T, T] of a causal sequence in which a query sees a window of keys.</summary>
    public static Tensor CausalMask(long length, int? window, Tensor like)
    {
        using var scope = NewDisposeScope();
        Tensor index = arange(length, device: like.device);
        Tensor distance = index.unsqueeze(1) - index.unsqueeze(0);                      // query − key
        Tensor hidden = distance < 0;
        if (window is { } w)
        {
            hidden |= distance >= w;
        }

        return zeros([length, length], like.dtype, like.device).masked_fill_(hidden, double.NegativeInfinity).MoveToOuterDisposeScope();
    }

    private static Tensor Expand(Tensor heads, int group)
    {
        if (group == 1)
        {
            return heads;
        }

        var (b, h, t, d) = (heads.size(0), heads.size(1), heads.size(2), heads.size(3));
        return heads.unsqueeze(2).expand(b, h, group, t, d).reshape(b, h * group, t, d);
    }

    private static Tensor Capped(AttentionLayer layer, double cap, Tensor query, Tensor key, Tensor value, Tensor? mask)
    {
        Tensor scores = matmul(query, key.transpose(2, 3)) * (layer.Scale / cap);       // [B, H, Tq, Tk]
        scores = scores.tanh() * cap;
        if (mask is not null)
        {
            scores += mask;
        }

        return matmul(nn.functional.softmax(scores, -1, scores.dtype == float64 ? float64 : float32).to(value.dtype), value);
    }
}
