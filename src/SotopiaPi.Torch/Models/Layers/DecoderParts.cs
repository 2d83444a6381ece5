using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Makes the parts of a decoder by checkpoint path, and remembers what it made under which name.</summary>
internal sealed class DecoderParts(DecoderConfig config, IDecoderWeights source, LinearFactory linear, bool trainable)
{
    private readonly List<DecoderProjection> _projections = [];
    private readonly List<(string Name, Parameter Parameter)> _own = [];

    public DecoderConfig Config => config;

    public Device Device => source.Device;

    public nn.Module<Tensor, Tensor> Projection(string path, long inputs, long outputs, bool bias)
    {
        nn.Module<Tensor, Tensor> module = linear(path, inputs, outputs, bias);
        _projections.Add(new DecoderProjection(path, module, inputs, outputs, bias));
        return module;
    }

    public RmsNorm Norm(string path, long size) =>
        new(Own($"{path}.weight", size), config.NormEpsilon, config.NormAddsOne);

    public TokenEmbedding Embedding(string path) =>
        new(Own($"{path}.weight", config.VocabularySize, config.HiddenSize), config.EmbeddingScale);

    /// <summary>Gives all weights by checkpoint name, as floating-point numbers of the decoder's type.</summary>
    public IEnumerable<DecoderWeight> Weights() =>
    [
        .. _own.Select(own => new DecoderWeight(own.Name, own.Parameter.shape, () => own.Parameter)),
        .. _projections.SelectMany(projection => projection.Weights()),
    ];

    /// <summary>Gives what a checkpoint stores, part by part.</summary>
    /// <param name="type">The type to store; <see langword="null"/> stores each part as it is, quantised ones as codes.</param>
    public IReadOnlyList<Func<IReadOnlyDictionary<string, Tensor>>> Stored(ScalarType? type)
    {
        if (type is { } wanted)
        {
            return [.. Weights().Select(weight => (Func<IReadOnlyDictionary<string, Tensor>>)(() => new Dictionary<string, Tensor> { [weight.Name] = weight.Read().to(wanted) }))];
        }

        return
        [
            .. _own.Select(own => (Func<IReadOnlyDictionary<string, Tensor>>)(() => new Dictionary<string, Tensor> { [own.Name] = own.Parameter })),
            .. _projections.Select(projection => (Func<IReadOnlyDictionary<string, Tensor>>)projection.Stored),
        ];
    }

    /// <summary>Frees every part.</summary>
    public void DisposeAll()
    {
        _own.ForEach(own => own.Parameter.Dispose());
        _projections.ForEach(projection => projection.Module.Dispose());
    }

    private Parameter Own(string name, params long[] shape)
    {
        Parameter parameter = new Parameter(source.Get(name, shape), trainable);
        _own.Add((name, parameter));
        return parameter;
    }
}
