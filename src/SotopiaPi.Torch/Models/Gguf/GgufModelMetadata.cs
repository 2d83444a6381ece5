namespace SotopiaPi.Torch;

/// <summary>Says in GGUF's keys what a decoder is, and refuses what they cannot say.</summary>
internal static class GgufModelMetadata
{
    /// <summary>Gives the metadata, and the tensors that belong to it, in the current scope.</summary>
    public static (Dictionary<string, object> Metadata, IReadOnlyList<GgufTensor> Tensors) Of(DecoderConfig config, GgufArchitecture architecture, GgufExportOptions options)
    {
        int positions = Math.Min(options.MaxPositions ?? int.MaxValue, config.MaxPositions);
        RefuseOthers(config, architecture);
        Dictionary<string, object> metadata = Sizes(config, architecture.Name, positions, options);
        AddWindows(metadata, config, architecture, positions);
        AddCaps(metadata, config, architecture.Name);
        RopeConfig? rope = GlobalRope(config, architecture);
        return (metadata, rope is null ? [] : GgufRope.AddTo(metadata, architecture, config, rope));
    }

    private static Dictionary<string, object> Sizes(DecoderConfig config, string name, int positions, GgufExportOptions options) => new()
    {
        ["general.architecture"] = name,
        ["general.name"] = options.Name,
        ["general.file_type"] = options.Type switch { "F32" => 0u, "F16" => 1u, _ => 7u },
        ["general.quantization_version"] = 2u,
        [$"{name}.vocab_size"] = (uint)config.VocabularySize,
        [$"{name}.context_length"] = (uint)positions,
        [$"{name}.embedding_length"] = (uint)config.HiddenSize,
        [$"{name}.block_count"] = (uint)config.Layers.Count,
        [$"{name}.feed_forward_length"] = (uint)config.IntermediateSize,
        [$"{name}.attention.head_count"] = (uint)config.HeadCount,
        [$"{name}.attention.head_count_kv"] = (uint)config.KeyValueHeadCount,
        [$"{name}.attention.key_length"] = (uint)config.HeadSize,
        [$"{name}.attention.value_length"] = (uint)config.HeadSize,
        [$"{name}.attention.layer_norm_rms_epsilon"] = (float)config.NormEpsilon,
    };

    private static void AddWindows(Dictionary<string, object> metadata, DecoderConfig config, GgufArchitecture architecture, int positions)
    {
        int? window = config.Layers.Min(layer => layer.Window);
        bool hides = window < positions;
        if (architecture.WindowPeriod == 0)
        {
            if (hides)
            {
                throw new NotSupportedException($"A GGUF file of the architecture {architecture.Name} cannot say that layers see a window of {window} tokens: llama.cpp would compute something else. Set {nameof(GgufExportOptions)}.{nameof(GgufExportOptions.MaxPositions)} to at most {window}, so far both agree, or save a Hugging Face folder instead.");
            }

            return;
        }

        int period = architecture.Name == "gemma3" ? Period(config) ?? architecture.WindowPeriod : architecture.WindowPeriod;
        if (hides && config.Layers.Where((layer, index) => layer.Window is not null != ((index + 1) % period != 0)).Any())
        {
            throw new NotSupportedException($"In GGUF files of the architecture {architecture.Name} all layers but each {period}th have a window. Save a Hugging Face folder instead.");
        }

        metadata[$"{architecture.Name}.attention.sliding_window"] = (uint)(window ?? positions);
        if (architecture.Name == "gemma3")
        {
            metadata["gemma3.attention.sliding_window_pattern"] = (uint)period;
            metadata["gemma3.rope.freq_base_swa"] = (float)(config.Layers.FirstOrDefault(layer => layer.Window is not null)?.Rope?.Theta ?? 10000);
        }
    }

    private static int? Period(DecoderConfig config) =>
        config.Layers.Select((layer, index) => layer.Window is null ? index + 1 : (int?)null).FirstOrDefault(place => place is not null);

    private static void AddCaps(Dictionary<string, object> metadata, DecoderConfig config, string name)
    {
        if (config.AttentionSoftCap is { } scores)
        {
            metadata[$"{name}.attn_logit_softcapping"] = (float)scores;
        }

        if (config.LogitSoftCap is { } logits)
        {
            metadata[$"{name}.final_logit_softcapping"] = (float)logits;
        }
    }

    private static RopeConfig? GlobalRope(DecoderConfig config, GgufArchitecture architecture)
    {
        RopeConfig?[] ropes = [.. config.Layers.Select(layer => layer.Rope)];
        if (ropes.Where((rope, index) => rope is null != (architecture.PlainPeriod > 0 && (index + 1) % architecture.PlainPeriod == 0)).Any())
        {
            throw new NotSupportedException($"Which layers have no positions cannot be said in a GGUF file of the architecture {architecture.Name}. Save a Hugging Face folder instead.");
        }

        RopeConfig?[] full = [.. config.Layers.Where(layer => layer.Window is null).Select(layer => layer.Rope).OfType<RopeConfig>().Distinct()];
        RopeConfig?[] sliding = [.. config.Layers.Where(layer => layer.Window is not null).Select(layer => layer.Rope).OfType<RopeConfig>().Distinct()];
        bool ownForWindows = architecture.Name == "gemma3" && sliding is [{ Scaling: RopeScaling.Unscaled, RotaryFraction: 1 }];
        RopeConfig?[] all = ownForWindows && full.Length > 0 ? full : [.. full.Concat(sliding).Distinct()];
        return all.Length <= 1
            ? all.FirstOrDefault()
            : throw new NotSupportedException($"Layers with different rotary embeddings cannot be said in a GGUF file of the architecture {architecture.Name}. Save a Hugging Face folder instead.");
    }

    // What llama.cpp's code has fixed for an architecture must be so in the decoder.
    private static void RefuseOthers(DecoderConfig config, GgufArchitecture architecture)
    {
        double scale = config.AttentionScale ?? (1 / Math.Sqrt(config.HeadSize));
        double expected = architecture.AttentionScale(config.Layers.Count, config.HiddenSize, config.HeadCount, config.HeadSize);
        (bool Differs, string What)[] fixedParts =
        [
            (config.NormPlacement != architecture.Placement || config.QueryKeyNorm != architecture.QueryKeyNorm, "these places of norms"),
            (config.NormAddsOne != architecture.IsGemma, "these norms"),
            (config.FusedProjections != architecture.IsFused, "these projections"),
            (config.Activation != (architecture.IsGemma ? DecoderActivation.GeluTanh : DecoderActivation.Silu), $"the activation {config.Activation}"),
            (Math.Abs(scale - expected) > 1e-9, FormattableString.Invariant($"the attention scale {scale}")),
            (Math.Abs(config.EmbeddingScale - (architecture.IsGemma ? Math.Sqrt(config.HiddenSize) : 1)) > 1e-6, FormattableString.Invariant($"the embedding scale {config.EmbeddingScale}")),
            (config.AttentionSoftCap is not null && architecture.Name != "gemma2", "a cap of attention scores"),
            (config.LogitSoftCap is not null && !architecture.IsGemma, "a cap of logits"),
            (config.QueryKeyValueBias && !architecture.HasBias, "biases of queries, keys and values"),
            ((config.OutputBias || config.MlpBias) && architecture.Name != "llama", "biases of these projections"),
            (config.HeadSize * config.HeadCount != config.HiddenSize && !architecture.HasHeadSize, $"heads of {config.HeadSize} in a model of {config.HiddenSize} / {config.HeadCount}"),
            (!config.TieEmbeddings && architecture.IsGemma, "a head of its own"),
        ];
        if (Array.Find(fixedParts, part => part.Differs) is { What: { } what })
        {
            throw new NotSupportedException($"A GGUF file of the architecture {architecture.Name} cannot say that the decoder has {what}. Save a Hugging Face folder instead.");
        }
    }
}
