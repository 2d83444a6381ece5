namespace SotopiaPi.Torch;

/// <summary>Says in GGUF's keys what a decoder is, and refuses what they cannot say.</summary>
internal static class GgufModelMetadata
{
    public static Dictionary<string, object> Of(DecoderConfig config, GgufExportOptions options)
    {
        string architecture = config.ModelType switch
        {
            "llama" or "mistral" => "llama",
            "qwen2" or "qwen3" => config.ModelType,
            _ => throw new NotSupportedException($"Models of the type '{config.ModelType}' are not written as GGUF, wanted llama, mistral, qwen2 or qwen3; save a Hugging Face folder instead."),
        };
        RopeConfig rope = OneRope(config);
        Dictionary<string, object> metadata = new()
        {
            ["general.architecture"] = architecture,
            ["general.name"] = options.Name,
            ["general.file_type"] = options.Type switch { "F32" => 0u, "F16" => 1u, _ => 7u },
            ["general.quantization_version"] = 2u,
            [$"{architecture}.vocab_size"] = (uint)config.VocabularySize,
            [$"{architecture}.context_length"] = (uint)config.MaxPositions,
            [$"{architecture}.embedding_length"] = (uint)config.HiddenSize,
            [$"{architecture}.block_count"] = (uint)config.Layers.Count,
            [$"{architecture}.feed_forward_length"] = (uint)config.IntermediateSize,
            [$"{architecture}.attention.head_count"] = (uint)config.HeadCount,
            [$"{architecture}.attention.head_count_kv"] = (uint)config.KeyValueHeadCount,
            [$"{architecture}.attention.key_length"] = (uint)config.HeadSize,
            [$"{architecture}.attention.value_length"] = (uint)config.HeadSize,
            [$"{architecture}.attention.layer_norm_rms_epsilon"] = (float)config.NormEpsilon,
            [$"{architecture}.rope.dimension_count"] = (uint)config.HeadSize,
            [$"{architecture}.rope.freq_base"] = (float)rope.Theta,
        };
        if (rope.Scaling is RopeScaling.Linear linear)
        {
            metadata[$"{architecture}.rope.scaling.type"] = "linear";
            metadata[$"{architecture}.rope.scaling.factor"] = (float)linear.Factor;
        }

        return metadata;
    }

    private static RopeConfig OneRope(DecoderConfig config)
    {
        LayerConfig first = config.Layers[0];
        if (config.Layers.Any(layer => layer != first) || first.Window is not null)
        {
            throw new NotSupportedException("A GGUF file of this architecture cannot say that layers differ or have a sliding window: it would compute something else. Save a Hugging Face folder instead.");
        }

        return first.Rope is { RotaryFraction: 1, Scaling: RopeScaling.Unscaled or RopeScaling.Linear } rope
            ? rope
            : throw new NotSupportedException($"The rotary embedding {first.Rope?.ToString() ?? "none"} is not written as GGUF. Save a Hugging Face folder instead.");
    }
}
