using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads a decoder's configuration from the keys of transformers 4 and 5. Families are told apart here and nowhere else.</summary>
internal static class DecoderConfigReader
{
    private const string Supported = "llama, mistral, qwen2, qwen3, phi3, gemma2, gemma3_text, smollm3, olmo2";

    // Training, caching, token and bookkeeping settings: none has an effect on what a forward pass computes without dropout.
    private static readonly string[] s_withoutEffect =
    [
        "_name_or_path", "architectures", "attention_dropout", "auto_map", "bos_token_id", "dtype", "embd_pdrop", "eos_token_id",
        "initializer_range", "pad_token_id", "resid_pdrop", "torch_dtype", "transformers_version", "unk_token_id", "use_cache",
        "_sliding_window_pattern", "cache_implementation", "transformers.js_config", "is_llama_config", "rope_interleaved",
        "id2label", "label2id", "task_specific_params", "tokenizer_class", "return_dict", "output_attentions", "output_hidden_states",
        "use_bidirectional_attention", "_attn_implementation", "_attn_implementation_autoset", "unsloth_version", "unsloth_fixed",
    ];

    public static DecoderConfig Read(string path, JsonElement root, IEnumerable<string> ignoredKeys)
    {
        ConfigJson json = new(path, root);
        string type = json.Text("model_type") ?? throw json.Problem("model_type", $"one of {Supported}");
        json.Skip(s_withoutEffect);
        json.Skip(ignoredKeys);
        RefuseSwitches(json);
        QuantizationConfigReader.Check(json);
        DecoderConfig config = Family(json, type, Shape(json, type));
        json.RefuseUnread($"the model type '{type}'");
        return DecoderConfigRules.Problem(config) is { } problem ? throw new CheckpointException(path, problem) : config;
    }

    private static DecoderConfig Shape(ConfigJson json, string type)
    {
        int hidden = json.Positive("hidden_size");
        int heads = json.Positive("num_attention_heads");
        return new DecoderConfig
        {
            ModelType = type,
            VocabularySize = json.Positive("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Positive("intermediate_size"),
            HeadCount = heads,
            KeyValueHeadCount = json.Positive("num_key_value_heads", heads),
            HeadSize = json.Positive("head_dim", Math.Max(1, hidden / heads)),
            MaxPositions = json.Positive("max_position_embeddings"),
            NormEpsilon = json.Number("rms_norm_eps"),
            InitializerRange = json.NumberOrNull("initializer_range") ?? 0.02,
            TieEmbeddings = json.Bool("tie_word_embeddings", fallback: type.StartsWith("gemma", StringComparison.Ordinal)),
            Activation = ReadActivation(json),
            Layers = LayerConfigReader.Read(json, type),
        };
    }

    private static DecoderConfig Family(ConfigJson json, string type, DecoderConfig shape)
    {
        bool attentionBias = type is not ("mistral" or "qwen2" or "phi3") && json.Bool("attention_bias", fallback: false);
        DecoderConfig config = shape with
        {
            QueryKeyValueBias = attentionBias || type == "qwen2",
            OutputBias = attentionBias,
            MlpBias = type is "llama" or "smollm3" && json.Bool("mlp_bias", fallback: false),
        };
        return type switch
        {
            "llama" or "mistral" or "qwen2" or "smollm3" => config,
            "qwen3" => config with { QueryKeyNorm = QueryKeyNorm.PerHead },
            "olmo2" => config with { QueryKeyNorm = QueryKeyNorm.WholeProjection, NormPlacement = NormPlacement.After },
            "phi3" => config with { FusedProjections = true },
            "gemma2" => Gemma(json, config),
            "gemma3_text" => Gemma(json, config) with { QueryKeyNorm = QueryKeyNorm.PerHead },
            _ => throw json.Problem("model_type", $"one of {Supported}"),
        };
    }

    private static DecoderConfig Gemma(ConfigJson json, DecoderConfig config) => config with
    {
        NormPlacement = NormPlacement.BeforeAndAfter,
        NormAddsOne = true,
        EmbeddingScale = Math.Sqrt(config.HiddenSize),
        AttentionScale = 1 / Math.Sqrt(json.NumberOrNull("query_pre_attn_scalar") ?? 256),
        AttentionSoftCap = json.NumberOrNull("attn_logit_softcapping"),
        LogitSoftCap = json.NumberOrNull("final_logit_softcapping"),
    };

    private static DecoderActivation ReadActivation(ConfigJson json)
    {
        string? older = json.Text("hidden_act");
        return (json.Text("hidden_activation") ?? older ?? "silu") switch
        {
            "silu" or "swish" => DecoderActivation.Silu,
            "gelu_pytorch_tanh" => DecoderActivation.GeluTanh,
            "gelu" => DecoderActivation.Gelu,
            _ => throw json.Problem(json.Has("hidden_activation") ? "hidden_activation" : "hidden_act", "silu, gelu or gelu_pytorch_tanh"),
        };
    }

    private static void RefuseSwitches(ConfigJson json)
    {
        if (json.IntOrNull("pretraining_tp") is not (null or 1))
        {
            throw json.Problem("pretraining_tp", "1");
        }

        if (json.Has("use_bidirectional_attention") && json.Bool("use_bidirectional_attention", fallback: false))
        {
            throw json.Problem("use_bidirectional_attention", "false: the decoder is causal");
        }
    }
}
