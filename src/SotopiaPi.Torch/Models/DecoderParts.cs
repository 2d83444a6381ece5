namespace SotopiaPi.Torch;

/// <summary>Makes the parts of a decoder by checkpoint path, so that a part's constructor names only what it needs.</summary>
internal sealed record DecoderParts(DecoderConfig Config, IDecoderWeights Weights, LinearFactory Linear, bool Trainable)
{
    private readonly List<(string Path, TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> Module)> _projections = [];

    /// <summary>Gets the projections made so far, in order.</summary>
    public IReadOnlyList<(string Path, TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> Module)> Projections => _projections;

    public TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> Projection(string path, long inputs, long outputs, bool bias)
    {
        var module = Linear(path, inputs, outputs, bias);
        _projections.Add((path, module));
        return module;
    }

    public RmsNorm Norm(string path, long size) =>
        new(Weights.Get($"{path}.weight", size), Config.NormEpsilon, Config.NormAddsOne, Trainable);

    public TokenEmbedding Embedding(string path) =>
        new(Weights.Get($"{path}.weight", Config.VocabularySize, Config.HiddenSize), Config.EmbeddingScale, Trainable);
}
