using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A pattern that keeps keys and values of a pass for later passes, whose gradients enter the pass's own backward pass.</summary>
internal interface IKeepsKeys
{
    /// <summary>Lists the tensors of a layer, as last computed, that later passes gave gradients to, with these.</summary>
    /// <param name="layer">The layer, from 0.</param>
    IEnumerable<(Tensor Root, Tensor Gradient)> Gradients(int layer);
}
