namespace SotopiaPi.Torch;

/// <summary>What tells a family apart in GGUF files (ggml-org/llama.cpp: <c>src/models</c>, <c>convert_hf_to_gguf.py</c>).</summary>
/// <param name="Name">The value of <c>general.architecture</c>.</param>
/// <param name="ModelType">The family by transformers' name, when a file is read.</param>
internal sealed record GgufArchitecture(string Name, string ModelType)
{
    private static readonly GgufArchitecture[] s_all =
    [
        new("llama", "llama") { Interleaves = true, HasFactors = true, HasBias = true, HasHeadSize = true },
        new("qwen2", "qwen2") { HasBias = true },
        new("qwen3", "qwen3") { HasHeadSize = true, QueryKeyNorm = QueryKeyNorm.PerHead },
        new("phi3", "phi3") { HasFactors = true, IsFused = true },
        new("gemma2", "gemma2") { HasHeadSize = true, Placement = NormPlacement.BeforeAndAfter, WindowPeriod = 2 },
        new("gemma3", "gemma3_text") { HasHeadSize = true, Placement = NormPlacement.BeforeAndAfter, QueryKeyNorm = QueryKeyNorm.PerHead, WindowPeriod = 6 },
        new("olmo2", "olmo2") { Placement = NormPlacement.After, QueryKeyNorm = QueryKeyNorm.WholeProjection },
        new("smollm3", "smollm3") { HasHeadSize = true, Interleaves = true, PlainPeriod = 4 },
    ];

    public static string Supported { get; } = string.Join(", ", s_all.Select(architecture => architecture.Name));

    /// <summary>Whether rows of queries and keys are stored pair by pair.</summary>
    public bool Interleaves { get; private init; }

    /// <summary>Whether each pair's frequency can have a divisor of its own.</summary>
    public bool HasFactors { get; private init; }

    /// <summary>Whether heads may have another width than the model's over their number.</summary>
    public bool HasHeadSize { get; private init; }

    /// <summary>Whether projections of queries, keys and values may have a bias.</summary>
    public bool HasBias { get; private init; }

    /// <summary>Whether q, k, v are one tensor and gate, up another.</summary>
    public bool IsFused { get; private init; }

    public NormPlacement Placement { get; private init; }

    public QueryKeyNorm QueryKeyNorm { get; private init; }

    /// <summary>Every so many layers one sees all of the text, the last of each period; 0 where layers have no windows.</summary>
    public int WindowPeriod { get; private init; }

    /// <summary>Every so many layers one has no positions, the last of each period; 0 for none.</summary>
    public int PlainPeriod { get; private init; }

    /// <summary>Whether it is one of Gemma's: norms that store 1 + weight, scaled embeddings, GELU, soft caps, a tied head.</summary>
    public bool IsGemma => Placement == NormPlacement.BeforeAndAfter;

    public static GgufArchitecture? Named(string name) => Array.Find(s_all, architecture => architecture.Name == name);

    /// <summary>Finds what a decoder is written as; Mistral's are those of Llama.</summary>
    public static GgufArchitecture? Of(DecoderConfig config) =>
        Array.Find(s_all, architecture => architecture.ModelType == (config.ModelType == "mistral" ? "llama" : config.ModelType));

    /// <summary>What attention scores are multiplied with: a rule in llama.cpp's code, with the largest models as exceptions.</summary>
    public double AttentionScale(int layers, int hidden, int heads, int headSize) =>
        1 / Math.Sqrt((Name, layers) is ("gemma2", 46) or ("gemma3", 62) ? hidden / heads : headSize);
}
