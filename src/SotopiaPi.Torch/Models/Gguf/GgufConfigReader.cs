namespace SotopiaPi.Torch;

/// <summary>Reads a decoder's configuration from the metadata of a GGUF file.</summary>
internal static class GgufConfigReader
{
    public static DecoderConfig Read(GgufFile file)
    {
        string name = file.Metadata.Text("general.architecture") ?? "";
        GgufArchitecture architecture = GgufArchitecture.Named(name)
            ?? throw new CheckpointException(file.Path, $"'general.architecture' is '{name}', wanted one of {GgufArchitecture.Supported}; load the model's Hugging Face folder instead.");
        RefuseExperts(file, name);
        DecoderConfig shape = Shape(file, architecture);
        if (DecoderConfigRules.Problem(shape) is { } problem)
        {
            throw new CheckpointException(file.Path, problem);
        }

        if (!architecture.IsGemma)
        {
            return shape;
        }

        return shape with
        {
            NormAddsOne = true,
            Activation = DecoderActivation.GeluTanh,
            EmbeddingScale = Math.Sqrt(shape.HiddenSize),
            AttentionScale = architecture.AttentionScale(shape.Layers.Count, shape.HiddenSize, shape.HeadCount, shape.HeadSize),
            AttentionSoftCap = name == "gemma2" ? Cap("attn_logit_softcapping") ?? 50 : null,        // llama.cpp's defaults
            LogitSoftCap = Cap("final_logit_softcapping") ?? (name == "gemma2" ? 30 : null),
        };

        double? Cap(string key) => file.Metadata.Number($"{name}.{key}") is { } cap and not 0 ? cap : null;
    }

    private static DecoderConfig Shape(GgufFile file, GgufArchitecture architecture)
    {
        GgufMetadata metadata = file.Metadata;
        string name = architecture.Name;
        int heads = Size("attention.head_count");
        int hidden = Size("embedding_length");
        StoredTensor embedding = file.Tensors.GetValueOrDefault("token_embd.weight")
            ?? throw new CheckpointException(file.Path, "there is no tensor 'token_embd.weight'; wanted a complete language model.");
        int headSize = Optional("attention.key_length") ?? (hidden / heads);
        int positions = Size("context_length");
        return new DecoderConfig
        {
            ModelType = architecture.ModelType,
            VocabularySize = embedding.Shape is [> 0 and <= int.MaxValue, _] ? (int)embedding.Shape[0] : throw new CheckpointException(file.Path, "'token_embd.weight' is not a matrix; the file is damaged."),
            HiddenSize = hidden,
            IntermediateSize = Size("feed_forward_length"),
            HeadCount = heads,
            KeyValueHeadCount = Optional("attention.head_count_kv") ?? heads,
            HeadSize = headSize,
            MaxPositions = positions,
            NormEpsilon = (float)(metadata.Number($"{name}.attention.layer_norm_rms_epsilon") ?? 1e-6),
            NormPlacement = architecture.Placement,
            QueryKeyNorm = architecture.QueryKeyNorm,
            FusedProjections = architecture.IsFused,
            QueryKeyValueBias = file.Tensors.ContainsKey("blk.0.attn_q.bias"),
            OutputBias = file.Tensors.ContainsKey("blk.0.attn_output.bias"),
            MlpBias = file.Tensors.ContainsKey("blk.0.ffn_up.bias"),
            TieEmbeddings = !file.Tensors.ContainsKey("output.weight"),
            Layers = Layers(file, architecture, Size("block_count"), GgufRope.Read(file, architecture, headSize, positions)),
        };

        int? Optional(string key) => metadata.Contains($"{name}.{key}") ? Size(key) : null;

        int Size(string key) => metadata.Integer($"{name}.{key}") is > 0 and <= int.MaxValue and var size
            ? (int)size
            : throw new CheckpointException(file.Path, $"the metadata '{name}.{key}' is missing or below 1; wanted a complete language model.");
    }

    private static LayerConfig[] Layers(GgufFile file, GgufArchitecture architecture, int count, RopeConfig rope)
    {
        GgufMetadata metadata = file.Metadata;
        int? window = (int?)metadata.Integer($"{architecture.Name}.attention.sliding_window") ?? (architecture.Name == "gemma2" ? 4096 : null);
        if (window is > 0 && architecture is { WindowPeriod: 0, Name: not "phi3" })                     // llama.cpp leaves Phi-3's unused
        {
            throw new CheckpointException(file.Path, $"layers have a window of {window} tokens, which is not read from GGUF files of the architecture {architecture.Name}; load the model's Hugging Face folder instead.");
        }

        int period = architecture.Name == "gemma3" && metadata.Integer("gemma3.attention.sliding_window_pattern") is > 0 and var given ? (int)given : architecture.WindowPeriod;
        RopeConfig sliding = architecture.Name == "gemma3" ? new RopeConfig(metadata.Number("gemma3.rope.freq_base_swa") ?? 10000) : rope;
        return [.. Enumerable.Range(1, count).Select(place =>
            period > 0 && window is > 0 && place % period != 0 ? new LayerConfig(window, sliding)
            : new LayerConfig(null, architecture.PlainPeriod > 0 && place % architecture.PlainPeriod == 0 ? null : rope))];
    }

    private static void RefuseExperts(GgufFile file, string architecture)
    {
        if (file.Metadata.Integer($"{architecture}.expert_count") is > 0 and var experts)
        {
            throw new CheckpointException(file.Path, $"the model has {experts} experts, which is not supported; wanted a dense decoder.");
        }
    }
}
