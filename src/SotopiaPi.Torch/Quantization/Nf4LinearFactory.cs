using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Makes quantised layers where the checkpoint has codes or quantisation is asked for, and leaves the rest to another factory.</summary>
internal static class Nf4LinearFactory
{
    /// <summary>Wraps a factory of plain layers.</summary>
    public static LinearFactory Wrap(LinearFactory plain, IDecoderWeights weights, WeightQuantization quantization)
    {
        Nf4Buffer buffer = new();
        return (path, inputs, outputs, bias) =>
        {
            string name = $"{path}.weight";
            Nf4Weight? weight = weights is CheckpointWeights checkpoint && Nf4Checkpoint.Holds(checkpoint.Source, name) ? Stored(checkpoint, name, [outputs, inputs])
                : quantization != WeightQuantization.AsStored && path != "lm_head" ? Quantized(weights, name, [outputs, inputs], quantization == WeightQuantization.Nf4Nested)
                : null;
            return weight is null
                ? plain(path, inputs, outputs, bias)
                : new Nf4Linear(path, weight, bias ? weights.Get($"{path}.bias", outputs) : null, buffer);
        };
    }

    private static Nf4Weight Stored(CheckpointWeights checkpoint, string name, long[] shape)
    {
        foreach (string part in Nf4Checkpoint.PartsOf(checkpoint.Source, name))
        {
            checkpoint.Take(part);
        }

        return Nf4Checkpoint.Read(checkpoint.Source, name, shape, checkpoint.Device);
    }

    private static Nf4Weight Quantized(IDecoderWeights weights, string name, long[] shape, bool nested)
    {
        using Tensor values = weights.Get(name, shape);
        try
        {
            return Nf4Weight.Quantize(values, nested, weights.Device);
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(name, e.Message, e);
        }
    }
}
