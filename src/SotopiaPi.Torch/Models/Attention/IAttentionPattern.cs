using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Says which token sees which: the only part of a decoder that knows how the packed tokens are arranged into sequences, caches or trees.
/// </summary>
public interface IAttentionPattern
{
    /// <summary>Attends in one layer; called once a layer, in order, within the decoder's dispose scope.</summary>
    /// <param name="layer">The layer's sizes, scale, window and cap.</param>
    /// <param name="query">Rotated queries [N, H, Dh].</param>
    /// <param name="key">Rotated keys [N, Hkv, Dh] of the same tokens.</param>
    /// <param name="value">Values [N, Hkv, Dh] of the same tokens.</param>
    /// <returns>A fresh tensor [N, H, Dh] in the current dispose scope; never an argument.</returns>
    Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value);
}
