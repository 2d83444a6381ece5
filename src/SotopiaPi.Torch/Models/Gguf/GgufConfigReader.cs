namespace SotopiaPi.Torch;

/// <summary>Reads a decoder's configuration from the metadata of a GGUF file.</summary>
internal static class GgufConfigReader
{
    private const string Supported = "llama, qwen2, qwen3";

    public static DecoderConfig Read(GgufFile file)
    {
        GgufMetadata metadata = file.Metadata;
        string architecture = metadata.Text("general.architecture") ?? "";
        if (architecture is not ("llama" or "qwen2" or "qwen3"))
        {
            throw new CheckpointException(file.Path, $"'general.architecture' is '{architecture}', wanted one of {Supported}; load the model's Hugging Face folder instead.");
        }

        RefuseExperts(file, architecture);
        int heads = Size("attention.head_count");
        int hidden = Size("embedding_length");
        int headSize = (int)(metadata.Integer($"{architecture}.attention.key_length") ?? (hidden / heads));
        StoredTensor embedding = file.Tensors.GetValueOrDefault("token_embd.weight")
            ?? throw new CheckpointException(file.Path, "there is no tensor 'token_embd.weight'; wanted a complete language model.");
        return new DecoderConfig
        {
            ModelType = architecture,
            VocabularySize = (int)embedding.Shape[0],
            HiddenSize = hidden,
            IntermediateSize = Size("feed_forward_length"),
            HeadCount = heads,
            KeyValueHeadCount = (int)(metadata.Integer($"{architecture}.attention.head_count_kv") ?? heads),
            HeadSize = headSize,
            MaxPositions = Size("context_length"),
            NormEpsilon = (float)(metadata.Number($"{architecture}.attention.layer_norm_rms_epsilon") ?? 1e-6),
            QueryKeyNorm = architecture == "qwen3" ? QueryKeyNorm.PerHead : QueryKeyNorm.None,
            QueryKeyValueBias = file.Tensors.ContainsKey("blk.0.attn_q.bias"),
            OutputBias = file.Tensors.ContainsKey("blk.0.attn_output.bias"),
            TieEmbeddings = !file.Tensors.ContainsKey("output.weight"),
            Layers = LayerConfig.Repeat(Size("block_count"), Rope(file, architecture, headSize)),
        };

        int Size(string key) => metadata.Integer($"{architecture}.{key}") is > 0 and <= int.MaxValue and var size
            ? (int)size
            : throw new CheckpointException(file.Path, $"the metadata '{architecture}.{key}' is missing or below 1; wanted a complete language model.");
    }

    private static RopeConfig Rope(GgufFile file, string architecture, int headSize)
    {
        GgufMetadata metadata = file.Metadata;
        string scaling = metadata.Text($"{architecture}.rope.scaling.type") ?? "none";
        if (file.Tensors.ContainsKey("rope_freqs.weight") || scaling is not ("none" or "linear"))
        {
            throw new CheckpointException(file.Path, $"the rotary frequencies are scaled ('{scaling}'{(file.Tensors.ContainsKey("rope_freqs.weight") ? ", 'rope_freqs.weight'" : "")}), which is not read from GGUF; load the model's Hugging Face folder instead.");
        }

        return new RopeConfig(metadata.Number($"{architecture}.rope.freq_base") ?? 10000)
        {
            RotaryFraction = (double)(metadata.Integer($"{architecture}.rope.dimension_count") ?? headSize) / headSize,
            Scaling = scaling == "linear" ? new RopeScaling.Linear(metadata.Number($"{architecture}.rope.scaling.factor") ?? 1) : RopeScaling.None,
        };
    }

    private static void RefuseExperts(GgufFile file, string architecture)
    {
        if (file.Metadata.Integer($"{architecture}.expert_count") is > 0 and var experts)
        {
            throw new CheckpointException(file.Path, $"the model has {experts} experts, which is not supported; wanted a dense decoder.");
        }
    }
}
