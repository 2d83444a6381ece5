namespace SotopiaPi.Torch;

/// <summary>
/// Describes a decoder-only language model of the Llama kind. Model families differ in these values only; there is no class per family.
/// Read it from a Hugging Face folder with <see cref="Load"/>, or write the values down for a model to be trained from scratch.
/// </summary>
public sealed record DecoderConfig
{
    /// <summary>Gets the family by transformers' name (<c>llama</c>, <c>mistral</c>, <c>qwen2</c>, …), which <c>config.json</c> repeats.</summary>
    public string ModelType { get; init; } = "llama";

    /// <summary>Gets the number of token ids, V.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Gets the model width, D.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Gets the width inside the MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Gets the number of query heads, H.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Gets the number of key/value heads, Hkv; divides <see cref="HeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Gets the width of a head, Dh.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Gets the layers, first to last.</summary>
    public required IReadOnlyList<LayerConfig> Layers { get; init; }

    /// <summary>Gets the number of positions, in tokens.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Gets what is added to the mean square inside norms.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Gets whether norms multiply with 1 + weight instead of weight.</summary>
    public bool NormAddsOne { get; init; }

    /// <summary>Gets where layers normalise.</summary>
    public NormPlacement NormPlacement { get; init; }

    /// <summary>Gets how queries and keys are normalised.</summary>
    public QueryKeyNorm QueryKeyNorm { get; init; }

    /// <summary>Gets the activation of the MLP's gate.</summary>
    public DecoderActivation Activation { get; init; }

    /// <summary>Gets whether query, key and value projections have a bias.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Gets whether the output projection of the attention has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Gets whether the projections of the MLP have a bias.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Gets whether the checkpoint stores q, k, v as one projection and gate, up as another, as Phi-3 does.</summary>
    public bool FusedProjections { get; init; }

    /// <summary>Gets whether the head shares the embedding's weights.</summary>
    public bool TieEmbeddings { get; init; }

    /// <summary>Gets what embeddings are multiplied with.</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>Gets what attention scores are multiplied with; <see langword="null"/> for Dh^−½.</summary>
    public double? AttentionScale { get; init; }

    /// <summary>Gets c where attention scores become c·tanh(x/c) before the mask; <see langword="null"/> for none.</summary>
    public double? AttentionSoftCap { get; init; }

    /// <summary>Gets c where logits become c·tanh(x/c); <see langword="null"/> for none.</summary>
    public double? LogitSoftCap { get; init; }

    /// <summary>Gets the standard deviation of random weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Reads <c>config.json</c> of a model folder; keys of transformers 4 and 5 are understood.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ignoredKeys">Keys that are accepted unread, for settings that the user knows to have no effect on the numbers.</param>
    /// <exception cref="CheckpointException">The file is missing or invalid, the architecture is unknown, or a key or value is not supported.</exception>
    public static DecoderConfig Load(string folder, IEnumerable<string>? ignoredKeys = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.Combine(folder, "config.json");
        using var document = JsonFile.Read(path);
        return DecoderConfigReader.Read(path, document.RootElement, ignoredKeys ?? []);
    }
}
