using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch;

/// <summary>Writes a configuration with the keys that transformers 4 and 5 both read.</summary>
internal static class DecoderConfigWriter
{
    private static readonly Dictionary<string, string> s_architectures = new()
    {
        ["llama"] = "LlamaForCausalLM", ["mistral"] = "MistralForCausalLM", ["qwen2"] = "Qwen2ForCausalLM", ["qwen3"] = "Qwen3ForCausalLM",
        ["phi3"] = "Phi3ForCausalLM", ["gemma2"] = "Gemma2ForCausalLM", ["gemma3_text"] = "Gemma3ForCausalLM",
        ["smollm3"] = "SmolLM3ForCausalLM", ["olmo2"] = "Olmo2ForCausalLM",
    };

    /// <summary>Gives the object of <c>config.json</c>.</summary>
    /// <exception cref="InvalidOperationException">The family's file format cannot say what the configuration says.</exception>
    public static JsonObject Write(DecoderConfig config)
    {
        if (!s_architectures.TryGetValue(config.ModelType, out string? architecture))
        {
            throw new InvalidOperationException($"The model type '{config.ModelType}' is unknown, wanted one of {string.Join(", ", s_architectures.Keys)}.");
        }

        JsonObject json = Common(config, architecture);
        WriteRope(json, config);
        WriteLayers(json, config);
        WriteFamily(json, config);
        Verify(json, config);
        return json;
    }

    private static JsonObject Common(DecoderConfig config, string architecture) => new()
    {
        ["architectures"] = new JsonArray(architecture),
        ["model_type"] = config.ModelType,
        ["vocab_size"] = config.VocabularySize,
        ["hidden_size"] = config.HiddenSize,
        ["intermediate_size"] = config.IntermediateSize,
        ["num_hidden_layers"] = config.Layers.Count,
        ["num_attention_heads"] = config.HeadCount,
        ["num_key_value_heads"] = config.KeyValueHeadCount,
        ["head_dim"] = config.HeadSize,
        ["max_position_embeddings"] = config.MaxPositions,
        ["rms_norm_eps"] = config.NormEpsilon,
        ["initializer_range"] = config.InitializerRange,
        ["tie_word_embeddings"] = config.TieEmbeddings,
        [config.ModelType.StartsWith("gemma", StringComparison.Ordinal) ? "hidden_activation" : "hidden_act"] = config.Activation switch
        {
            DecoderActivation.Silu => "silu",
            DecoderActivation.GeluTanh => "gelu_pytorch_tanh",
            _ => "gelu",
        },
    };

    private static void WriteRope(JsonObject json, DecoderConfig config)
    {
        RopeConfig? full = (config.Layers.FirstOrDefault(layer => layer is { Rope: not null, Window: null }) ?? config.Layers.FirstOrDefault(layer => layer.Rope is not null))?.Rope;
        RopeConfig? sliding = config.Layers.FirstOrDefault(layer => layer is { Rope: not null, Window: not null })?.Rope;
        full ??= new RopeConfig(10000);
        json["rope_theta"] = full.Theta;
        json["rope_scaling"] = Scaling(full.Scaling);
        if (full.RotaryFraction != 1)
        {
            json["partial_rotary_factor"] = full.RotaryFraction;
        }

        if (sliding is not null && sliding != full)
        {
            json["rope_local_base_freq"] = sliding.Theta;
        }
    }

    private static JsonObject? Scaling(RopeScaling scaling) => scaling switch
    {
        RopeScaling.Linear linear => new JsonObject { ["rope_type"] = "linear", ["factor"] = linear.Factor },
        RopeScaling.Dynamic dynamic => new JsonObject { ["rope_type"] = "dynamic", ["factor"] = dynamic.Factor },
        RopeScaling.Llama3 llama3 => new JsonObject
        {
            ["rope_type"] = "llama3",
            ["factor"] = llama3.Factor,
            ["low_freq_factor"] = llama3.LowFrequencyFactor,
            ["high_freq_factor"] = llama3.HighFrequencyFactor,
            ["original_max_position_embeddings"] = llama3.OriginalMaxPositions,
        },
        RopeScaling.Yarn yarn => new JsonObject
        {
            ["rope_type"] = "yarn",
            ["factor"] = yarn.Factor,
            ["original_max_position_embeddings"] = yarn.OriginalMaxPositions,
            ["beta_fast"] = yarn.BetaFast,
            ["beta_slow"] = yarn.BetaSlow,
            ["attention_factor"] = yarn.AttentionFactor,
            ["truncate"] = yarn.Truncate,
        },
        RopeScaling.LongRope longRope => new JsonObject
        {
            ["rope_type"] = "longrope",
            ["short_factor"] = new JsonArray([.. longRope.ShortFactors.Select(factor => (JsonNode)factor)]),
            ["long_factor"] = new JsonArray([.. longRope.LongFactors.Select(factor => (JsonNode)factor)]),
            ["original_max_position_embeddings"] = longRope.OriginalMaxPositions,
            ["attention_factor"] = longRope.AttentionFactor,
        },
        _ => null,
    };

    private static void WriteLayers(JsonObject json, DecoderConfig config)
    {
        int? window = config.Layers.Select(layer => layer.Window).FirstOrDefault(size => size is not null);
        if (window is not null)
        {
            json["sliding_window"] = window;
            json["layer_types"] = new JsonArray([.. config.Layers.Select(layer => (JsonNode)(layer.Window is null ? "full_attention" : "sliding_attention"))]);
        }
        else if (config.ModelType.StartsWith("gemma", StringComparison.Ordinal))
        {
            json["layer_types"] = new JsonArray([.. config.Layers.Select(_ => (JsonNode)"full_attention")]);
        }

        if (config.ModelType is "qwen2" or "qwen3" or "smollm3")
        {
            json["use_sliding_window"] = window is not null;
        }

        if (config.ModelType == "smollm3")
        {
            json["no_rope_layers"] = new JsonArray([.. config.Layers.Select(layer => (JsonNode)(layer.Rope is null ? 0 : 1))]);
        }
    }

    private static void WriteFamily(JsonObject json, DecoderConfig config)
    {
        if (config.ModelType is not ("mistral" or "qwen2" or "phi3"))
        {
            json["attention_bias"] = config.QueryKeyValueBias;
        }

        if (config.ModelType is "llama" or "smollm3")
        {
            json["mlp_bias"] = config.MlpBias;
        }

        if (config.ModelType.StartsWith("gemma", StringComparison.Ordinal))
        {
            double scale = config.AttentionScale ?? (1 / Math.Sqrt(config.HeadSize));
            json["query_pre_attn_scalar"] = Math.Round(1 / (scale * scale), 9);
            json["attn_logit_softcapping"] = config.AttentionSoftCap;
            json["final_logit_softcapping"] = config.LogitSoftCap;
        }
    }

    // What the file says must be what the configuration says: reading it back is the proof.
    private static void Verify(JsonObject json, DecoderConfig config)
    {
        using JsonDocument document = JsonDocument.Parse(json.ToJsonString());
        DecoderConfig read = DecoderConfigReader.Read("config.json", document.RootElement, []);
        if (!read.Layers.SequenceEqual(config.Layers) || read with { Layers = config.Layers } != config)
        {
            throw new InvalidOperationException($"A config.json of the model type '{config.ModelType}' cannot say what this configuration says: it would be read as {read with { Layers = config.Layers }} instead of {config}.");
        }
    }
}
