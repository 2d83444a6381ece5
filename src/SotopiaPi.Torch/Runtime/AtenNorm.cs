using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Normalisations that TorchSharp does not wrap.</summary>
internal static class AtenNorm
{
    /// <summary>
    /// Computes x / sqrt(mean(x²) + ε) · w over the last dimension (arXiv:1910.07467), on any device: [.., D] and [D] to [.., D]. Half precision is
    /// computed in float32 inside. Autograd records it.
    /// </summary>
    /// <param name="input">[.., D].</param>
    /// <param name="weight">[D], of the input's type.</param>
    /// <param name="epsilon">ε, above 0.</param>
    public static Tensor RmsNorm(Tensor input, Tensor weight, double epsilon)
    {
        long width = weight.size(0);
        if (weight.dim() != 1 || input.size(-1) != width)
        {
            throw new ArgumentException(
                $"RmsNorm got an input [{string.Join(", ", input.shape)}] and a weight [{string.Join(", ", weight.shape)}]: the weight must be [D], with D the " +
                "input's last size.", nameof(weight));
        }

        var arguments = default(AtenArguments);
        arguments.Add(input);
        arguments.Add([width]);
        arguments.AddOptional(weight);
        arguments.AddOptional(epsilon);
        return AtenDispatcher.Call("aten::rms_norm"u8, ref arguments);
    }
}
