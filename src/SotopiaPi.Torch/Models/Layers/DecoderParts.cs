using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Makes the parts of a decoder by checkpoint path, and remembers what it made under which name.</summary>
internal sealed class DecoderParts(DecoderConfig config, IDecoderWeights source, LinearFactory linear, bool trainable)
{
    private readonly List<(string Path, nn.Module<Tensor, Tensor> Module)> _projections = [];
    private readonly List<(string Name, Parameter Parameter)> _own = [];

    public DecoderConfig Config => config;

    public Device Device => source.Device;

    public nn.Module<Tensor, Tensor> Projection(string path, long inputs, long outputs, bool bias)
    {
        nn.Module<Tensor, Tensor> module = linear(path, inputs, outputs, bias);
        _projections.Add((path, module));
        return module;
    }

    public RmsNorm Norm(string path, long size) =>
        new(Own($"{path}.weight", size), config.NormEpsilon, config.NormAddsOne);

    public TokenEmbedding Embedding(string path) =>
        new(Own($"{path}.weight", config.VocabularySize, config.HiddenSize), config.EmbeddingScale);

    /// <summary>Gives all weights by checkpoint name, those of projections as fresh tensors in the current scope.</summary>
    public Dictionary<string, Tensor> Weights(ScalarType? type)
    {
        Dictionary<string, Tensor> weights = _own.ToDictionary(own => own.Name, own => (Tensor)own.Parameter);
        foreach (var (path, module) in _projections)
        {
            ILinearWeights layer = Readable(path, module);
            if (type is null)
            {
                layer.Export(path, weights);
                continue;
            }

            weights.Add($"{path}.weight", layer.CopyWeight());
            if (layer.CopyBias() is { } bias)
            {
                weights.Add($"{path}.bias", bias);
            }
        }

        return type is { } wanted ? weights.ToDictionary(entry => entry.Key, entry => entry.Value.to(wanted)) : weights;
    }

    /// <summary>Frees every part.</summary>
    public void DisposeAll()
    {
        _own.ForEach(own => own.Parameter.Dispose());
        _projections.ForEach(projection => projection.Module.Dispose());
    }

    private static ILinearWeights Readable(string path, nn.Module<Tensor, Tensor> module) => module as ILinearWeights
        ?? throw new InvalidOperationException($"The layer '{path}' is of a kind whose weights cannot be read ({module.GetName()}).");

    private Parameter Own(string name, params long[] shape)
    {
        Parameter parameter = new Parameter(source.Get(name, shape), trainable);
        _own.Add((name, parameter));
        return parameter;
    }
}
