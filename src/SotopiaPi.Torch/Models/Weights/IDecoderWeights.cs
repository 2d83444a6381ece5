using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Gives the parameters of a decoder by checkpoint name while it is being built: from files, or at random.</summary>
public interface IDecoderWeights
{
    /// <summary>Gets where the parameters lie.</summary>
    Device Device { get; }

    /// <summary>Gets the element type of the parameters.</summary>
    ScalarType Type { get; }

    /// <summary>Gets the values of one parameter.</summary>
    /// <param name="name">The name, for example <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
    /// <param name="shape">The sizes that the decoder needs.</param>
    /// <returns>A fresh tensor of that shape, on <see cref="Device"/> and of <see cref="Type"/>, that the caller owns.</returns>
    /// <exception cref="CheckpointException">There is no such parameter, or it has another shape.</exception>
    Tensor Get(string name, params long[] shape);
}
