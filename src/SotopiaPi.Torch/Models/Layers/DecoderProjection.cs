using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A linear layer of a decoder, as a checkpoint knows it.</summary>
internal sealed record DecoderProjection(string Path, nn.Module<Tensor, Tensor> Module, long Inputs, long Outputs, bool HasBias)
{
    /// <summary>Gives weight and bias as floating-point numbers.</summary>
    public IEnumerable<DecoderWeight> Weights()
    {
        yield return new DecoderWeight($"{Path}.weight", [Outputs, Inputs], () => Readable.CopyWeight());
        if (HasBias)
        {
            yield return new DecoderWeight($"{Path}.bias", [Outputs], () => Readable.CopyBias()!);
        }
    }

    /// <summary>Gives what a checkpoint stores of the layer, as fresh tensors in the current scope.</summary>
    public Dictionary<string, Tensor> Stored()
    {
        Dictionary<string, Tensor> tensors = [];
        Readable.Export(Path, tensors);
        return tensors;
    }

    private ILinearWeights Readable => Module as ILinearWeights
        ?? throw new InvalidOperationException($"The layer '{Path}' is of a kind whose weights cannot be read ({Module.GetName()}).");
}
