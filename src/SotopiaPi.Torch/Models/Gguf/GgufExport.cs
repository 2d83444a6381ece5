using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Writes decoders as GGUF files, which llama.cpp, Ollama and LLamaSharp run.</summary>
public static class GgufExport
{
    /// <summary>Writes a decoder, with a merged adapter where there is one. Quantised weights are written from their dequantised values.</summary>
    /// <param name="decoder">The decoder: of the types llama and mistral without a window, qwen2 or qwen3.</param>
    /// <param name="path">The file; it is replaced whole.</param>
    /// <param name="options">Storage type and tokenizer; <see langword="null"/> for the defaults.</param>
    /// <exception cref="NotSupportedException">The format cannot say what the decoder does.</exception>
    /// <exception cref="CheckpointException">The tokenizer cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public static void Write(Decoder decoder, string path, GgufExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new GgufExportOptions();
        Dictionary<string, object> metadata = GgufModelMetadata.Of(decoder.Config, options);
        if (options.Tokenizer is not null)
        {
            GgufTokenizerMetadata.AddTo(metadata, options.Tokenizer, options.Splitting, decoder.Config.VocabularySize);
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        GgufWriter.Write(path, metadata, [.. decoder.Weights().Select(entry => Stored(decoder.Config, entry.Key, entry.Value, options.Type))]);
    }

    private static GgufTensor Stored(DecoderConfig config, string name, Tensor values, string type)
    {
        int? heads = config.ModelType is not ("llama" or "mistral") ? null
            : name.Contains(".self_attn.q_proj.", StringComparison.Ordinal) ? config.HeadCount
            : name.Contains(".self_attn.k_proj.", StringComparison.Ordinal) ? config.KeyValueHeadCount
            : null;
        string file = GgufTensorNames.ToGguf(name) ?? throw new NotSupportedException($"GGUF files have no name for the tensor '{name}' of a {config.ModelType} model.");
        return GgufTensor.Of(file, heads is { } count ? GgufTensorSource.Interleave(values, count) : values, type);
    }
}
