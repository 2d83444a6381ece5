namespace SotopiaPi.Torch;

/// <summary>Reads rotary embeddings: <c>rope_parameters</c> of transformers 5, or <c>rope_theta</c> and <c>rope_scaling</c> before it.</summary>
internal static class RopeConfigReader
{
    /// <summary>Reads the embedding of layers with full and of layers with sliding attention; the same one where there is only one.</summary>
    public static (RopeConfig Full, RopeConfig Sliding) Read(ConfigJson json)
    {
        double? theta = json.NumberOrNull("rope_theta");
        double? localTheta = json.NumberOrNull("rope_local_base_freq");
        double fraction = json.NumberOrNull("partial_rotary_factor") ?? 1;
        int? original = json.IntOrNull("original_max_position_embeddings");
        ConfigJson? older = json.Object("rope_scaling");
        if (json.Object("rope_parameters") is { } newer)
        {
            return newer.Has("full_attention") || newer.Has("sliding_attention")
                ? (Variant(json, newer.Object("full_attention")), Variant(json, newer.Object("sliding_attention")))
                : Both(One(json, newer, newer.NumberOrNull("rope_theta") ?? theta, fraction, original));
        }

        RopeConfig full = One(json, older, theta ?? 10000, fraction, original);
        return (full, localTheta is { } local ? new RopeConfig(local) { RotaryFraction = fraction } : full);   // the local one is never scaled
    }

    private static RopeConfig Variant(ConfigJson json, ConfigJson? parameters) =>
        parameters is null
            ? throw json.Problem("rope_parameters", "entries for both full_attention and sliding_attention")
            : One(json, parameters, parameters.NumberOrNull("rope_theta"), 1, null);

    private static (RopeConfig Full, RopeConfig Sliding) Both(RopeConfig rope) => (rope, rope);

    private static RopeConfig One(ConfigJson json, ConfigJson? parameters, double? theta, double fraction, int? original)
    {
        if (theta is not > 1)
        {
            throw json.Problem("rope_theta", "a base above 1");
        }

        if (parameters is null)
        {
            return new RopeConfig(theta.Value) { RotaryFraction = fraction };
        }

        string? oldest = parameters.Text("type");
        RopeConfig rope = new(theta.Value)
        {
            RotaryFraction = parameters.NumberOrNull("partial_rotary_factor") ?? fraction,
            Scaling = Scaling(json, parameters, parameters.Text("rope_type") ?? oldest ?? "default", original),
        };
        parameters.RefuseUnread("rotary embeddings");
        return rope;
    }

    private static RopeScaling Scaling(ConfigJson json, ConfigJson parameters, string type, int? original)
    {
        int Original() => parameters.IntOrNull("original_max_position_embeddings") ?? original ?? json.Positive("max_position_embeddings");
        return type switch
        {
            "default" => RopeScaling.None,
            "linear" => new RopeScaling.Linear(Factor(parameters)),
            "dynamic" => new RopeScaling.Dynamic(Factor(parameters)),
            "llama3" => new RopeScaling.Llama3(Factor(parameters), parameters.Number("low_freq_factor"), parameters.Number("high_freq_factor"), Original()),
            "yarn" => Yarn(parameters, Original()),
            "longrope" or "su" => LongRope(json, parameters, original),
            _ => throw parameters.Problem(parameters.Has("rope_type") ? "rope_type" : "type", "default, linear, dynamic, llama3, yarn or longrope"),
        };
    }

    private static RopeScaling.Yarn Yarn(ConfigJson parameters, int original)
    {
        double factor = Factor(parameters);
        double? mscale = parameters.NumberOrNull("mscale");
        double? mscaleAll = parameters.NumberOrNull("mscale_all_dim");
        double attention = parameters.NumberOrNull("attention_factor")
            ?? (mscale is > 0 && mscaleAll is > 0 ? Magnitude(factor, mscale.Value) / Magnitude(factor, mscaleAll.Value) : Magnitude(factor, 1));
        return new RopeScaling.Yarn(factor, original, parameters.NumberOrNull("beta_fast") ?? 32, parameters.NumberOrNull("beta_slow") ?? 1,
            attention, parameters.Bool("truncate", fallback: true));
    }

    // The factor that only decides the attention's: the ratio of lengths, unless the original one is not known.
    private static RopeScaling.LongRope LongRope(ConfigJson json, ConfigJson parameters, int? outerOriginal)
    {
        int longest = json.Positive("max_position_embeddings");
        int? innerOriginal = parameters.IntOrNull("original_max_position_embeddings");
        double? given = parameters.NumberOrNull("factor");
        int original = outerOriginal ?? innerOriginal ?? longest;
        double factor = outerOriginal is null && given is not null ? given.Value : (double)longest / original;
        double attention = parameters.NumberOrNull("attention_factor") ?? (factor <= 1 ? 1 : Math.Sqrt(1 + (Math.Log(factor) / Math.Log(original))));
        double[] shortFactors = Factors(parameters, "short_factor");
        double[] longFactors = Factors(parameters, "long_factor");
        return shortFactors.Length == longFactors.Length
            ? new RopeScaling.LongRope(shortFactors, longFactors, original, attention)
            : throw parameters.Problem("long_factor", $"{shortFactors.Length} numbers, as in short_factor");
    }

    private static double[] Factors(ConfigJson parameters, string key)
    {
        double[] factors = [.. (parameters.List(key) ?? throw parameters.Problem(key, "a list of numbers")).Select(value => value.ValueKind == System.Text.Json.JsonValueKind.Number ? value.GetDouble() : 0)];
        return factors.All(factor => factor > 0 && double.IsFinite(factor)) ? factors : throw parameters.Problem(key, "a list of numbers above 0");
    }

    private static double Magnitude(double factor, double scale) => factor <= 1 ? 1 : (0.1 * scale * Math.Log(factor)) + 1;

    private static double Factor(ConfigJson parameters) =>
        parameters.Number("factor") is >= 1 and var factor ? factor : throw parameters.Problem("factor", "a number of at least 1");
}
