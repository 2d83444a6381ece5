using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Says rotary embeddings in GGUF's keys and tensors, and reads them. Divisors of single pairs are tensors of their own.</summary>
internal static class GgufRope
{
    private const string Factors = "rope_freqs.weight";
    private const string LongFactors = "rope_factors_long.weight";
    private const string ShortFactors = "rope_factors_short.weight";

    public static bool IsFactors(string name) => name is Factors or LongFactors or ShortFactors;

    /// <summary>Adds what describes a rotary embedding.</summary>
    /// <returns>The tensors that belong to it, in the current scope.</returns>
    /// <exception cref="NotSupportedException">The architecture has no words for it.</exception>
    public static IReadOnlyList<GgufTensor> AddTo(Dictionary<string, object> metadata, GgufArchitecture architecture, DecoderConfig config, RopeConfig rope)
    {
        string prefix = $"{architecture.Name}.rope.";
        int rotating = RopeFrequencies.RotatingSize(rope, config.HeadSize);
        if (rotating != config.HeadSize && architecture.Interleaves)
        {
            throw Unsupported(architecture, rope);
        }

        metadata[prefix + "dimension_count"] = (uint)rotating;
        metadata[prefix + "freq_base"] = (float)rope.Theta;
        switch (rope.Scaling)
        {
            case RopeScaling.Unscaled or RopeScaling.Dynamic:                                // up to the model's positions both are plain
                return [];
            case RopeScaling.Linear linear:
                metadata[prefix + "scaling.type"] = "linear";
                metadata[prefix + "scaling.factor"] = (float)linear.Factor;
                return [];
            case RopeScaling.Yarn { BetaFast: 32, BetaSlow: 1, Truncate: true } yarn when !architecture.IsGemma && IsUsual(yarn):
                metadata[prefix + "scaling.type"] = "yarn";
                metadata[prefix + "scaling.factor"] = (float)yarn.Factor;
                metadata[prefix + "scaling.original_context_length"] = (uint)yarn.OriginalMaxPositions;
                return [];
            case RopeScaling.Llama3 when architecture.HasFactors:
                return [Stored(Factors, Divisors(rope, config.HeadSize))];
            case RopeScaling.LongRope longRope when architecture.HasFactors && longRope is { AttentionFactor: 1 } && longRope.ShortFactors.SequenceEqual(longRope.LongFactors):
                return [Stored(Factors, [.. longRope.LongFactors])];
            case RopeScaling.LongRope longRope when architecture.IsFused:
                metadata[prefix + "scaling.type"] = "longrope";
                metadata[prefix + "scaling.original_context_length"] = (uint)longRope.OriginalMaxPositions;
                metadata[prefix + "scaling.attn_factor"] = (float)longRope.AttentionFactor;
                return [Stored(LongFactors, [.. longRope.LongFactors]), Stored(ShortFactors, [.. longRope.ShortFactors])];
            default:
                throw Unsupported(architecture, rope);
        }
    }

    /// <summary>Reads the rotary embedding of a file.</summary>
    /// <exception cref="CheckpointException">It is of a kind that is not known.</exception>
    public static RopeConfig Read(GgufFile file, GgufArchitecture architecture, int headSize, int positions)
    {
        GgufMetadata metadata = file.Metadata;
        string prefix = $"{architecture.Name}.rope.";
        string type = metadata.Text(prefix + "scaling.type") ?? "none";
        double Factor() => metadata.Number(prefix + "scaling.factor") ?? 1;
        int Original() => (int)(metadata.Integer(prefix + "scaling.original_context_length") ?? positions);
        double attention = metadata.Number(prefix + "scaling.attn_factor") ?? 1;
        bool hasFactors = file.Tensors.ContainsKey(Factors);
        if (hasFactors && type is not ("none" or "linear" or "longrope"))
        {
            throw Unknown(file, $"'{type}' together with '{Factors}'");
        }

        double theta = metadata.Number(prefix + "freq_base") ?? 10000;
        if (theta is not (> 1 and < double.PositiveInfinity) || Factor() is not (>= 1 and < double.PositiveInfinity))
        {
            throw new CheckpointException(file.Path, FormattableString.Invariant($"the rotary base is {theta} and its factor {Factor()}, wanted a base above 1 and a factor of at least 1; the file is damaged."));
        }

        return new RopeConfig(theta)
        {
            RotaryFraction = (double)(metadata.Integer(prefix + "dimension_count") ?? headSize) / headSize,
            Scaling = hasFactors ? new RopeScaling.LongRope(Values(file, Factors, Factor()), Values(file, Factors, Factor()), positions, attention)
                : type switch
                {
                    "none" => RopeScaling.None,
                    "linear" => new RopeScaling.Linear(Factor()),
                    "yarn" => new RopeScaling.Yarn(Factor(), Original(), 32, 1, attention * UsualAttention(Factor()), Truncate: true),
                    "longrope" => new RopeScaling.LongRope(Values(file, ShortFactors, 1), Values(file, LongFactors, 1), Original(), attention),
                    _ => throw Unknown(file, $"'{type}'"),
                },
        };
    }

    private static bool IsUsual(RopeScaling.Yarn yarn) => Math.Abs(yarn.AttentionFactor - UsualAttention(yarn.Factor)) < 1e-6;

    private static double UsualAttention(double factor) => factor <= 1 ? 1 : (0.1 * Math.Log(factor)) + 1;

    private static double[] Divisors(RopeConfig rope, int headSize)
    {
        double[] plain = RopeFrequencies.Compute(rope with { Scaling = RopeScaling.None }, headSize);
        double[] scaled = RopeFrequencies.Compute(rope, headSize);
        return [.. plain.Zip(scaled, (before, after) => before / after)];
    }

    private static GgufTensor Stored(string name, double[] values) =>
        GgufTensor.Of(name, [values.Length], "F32", () => tensor(Array.ConvertAll(values, value => (float)value), device: CPU));

    private static double[] Values(GgufFile file, string name, double factor)
    {
        if (!file.Tensors.ContainsKey(name))
        {
            throw new CheckpointException(file.Path, $"the tensor '{name}' is missing, which the kind of rotary embedding asks for; the file is damaged.");
        }

        using Tensor values = file.Read(name, CPU, ScalarType.Float32);
        return [.. values.data<float>().ToArray().Select(value => value * factor)];
    }

    private static NotSupportedException Unsupported(GgufArchitecture architecture, RopeConfig rope) =>
        new($"The rotary embedding {rope} cannot be said in a GGUF file of the architecture {architecture.Name}. Save a Hugging Face folder instead.");

    private static CheckpointException Unknown(GgufFile file, string what) =>
        new(file.Path, $"the rotary frequencies are scaled by {what}, which is not read from GGUF; load the model's Hugging Face folder instead.");
}
