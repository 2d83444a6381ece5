namespace SotopiaPi.Torch;

/// <summary>What to continue, with which weights and how.</summary>
/// <param name="Decoder">The weights; it must have the sizes of the engine's other decoders.</param>
/// <param name="Prompt">Token ids. At least one.</param>
internal sealed record GenerationRequest(Decoder Decoder, IReadOnlyList<int> Prompt)
{
    /// <summary>The greatest number of tokens to add, forced ones included; null for as many as the context holds.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>The adapter of this request alone; null for the decoder as it is.</summary>
    public AdapterUse? Adapter { get; init; }

    /// <summary>What keys and values are computed with: states of different weights never meet.</summary>
    public object Weights => (object?)Adapter?.Adapter ?? Decoder;

    public SamplingSettings Sampling { get; init; } = new();

    /// <summary>What the reply must look like; null for anything.</summary>
    public TokenConstraint? Constraint { get; init; }

    /// <summary>The tokens that end a reply.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>
    /// Gets each token that stands for text as soon as it is known, and says whether the reply is to end with it. Called on a thread of the engine: it must
    /// be quick and must not wait.
    /// </summary>
    public Func<int, bool>? OnToken { get; init; }
}

/// <summary>A finished reply.</summary>
/// <param name="TokenIds">The tokens drawn or forced, an end token included.</param>
/// <param name="LogProbabilities">log p of each at temperature 1 among the tokens that the constraint allowed; 0 where it forced the token.</param>
/// <param name="End">Why it ended.</param>
/// <param name="CachedTokens">How many tokens of the prompt were not computed again.</param>
internal sealed record GenerationResult(IReadOnlyList<int> TokenIds, IReadOnlyList<float> LogProbabilities, GenerationEnd End, int CachedTokens);
