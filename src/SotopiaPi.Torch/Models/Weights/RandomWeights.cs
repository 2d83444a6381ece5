using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Gives random parameters: matrices normal around 0, biases 0, norms such that they start as the identity.</summary>
internal sealed class RandomWeights(DecoderConfig config, Device device, ScalarType type, Generator generator) : IDecoderWeights
{
    public Device Device => device;

    public ScalarType Type => type;

    public Tensor Get(string name, params long[] shape)
    {
        Tensor values = empty(shape, ScalarType.Float32, CPU);                          // drawn on the CPU: the same on every device
        using (no_grad())
        {
            _ = shape.Length > 1 ? values.normal_(0, config.InitializerRange, generator)
                : values.FillInPlace(name.EndsWith(".bias", StringComparison.Ordinal) || config.NormAddsOne ? 0 : 1);
        }

        return TensorBytes.Moved(values, device, type);
    }
}
