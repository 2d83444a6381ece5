using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Writes decoders as GGUF files, which llama.cpp, Ollama and LLamaSharp run.</summary>
public static class GgufExport
{
    /// <summary>Writes a decoder, with a merged adapter where there is one. Quantised weights are written from their dequantised values.</summary>
    /// <param name="decoder">The decoder: of the types llama, mistral, qwen2, qwen3, phi3, gemma2, gemma3_text, olmo2 or smollm3, as far as llama.cpp computes what it does.</param>
    /// <param name="path">The file; it is replaced whole.</param>
    /// <param name="options">Storage type and tokenizer; <see langword="null"/> for the defaults.</param>
    /// <exception cref="NotSupportedException">The format cannot say what the decoder does.</exception>
    /// <exception cref="CheckpointException">The tokenizer cannot be said in GGUF.</exception>
    /// <exception cref="TokenizerException">The tokenizer cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public static void Write(Decoder decoder, string path, GgufExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new GgufExportOptions();
        DecoderConfig config = decoder.Config;
        GgufArchitecture architecture = GgufArchitecture.Of(config)
            ?? throw new NotSupportedException($"Models of the type '{config.ModelType}' are not written as GGUF, wanted one of {GgufArchitecture.Supported}; save a Hugging Face folder instead.");
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (metadata, tensors) = GgufModelMetadata.Of(config, architecture, options);
        if (options.Tokenizer is not null)
        {
            GgufTokenizerMetadata.AddTo(metadata, options.Tokenizer, options.Splitting, config.VocabularySize);
        }

        GgufTensorNames names = new(architecture);
        GgufTensor Stored(DecoderWeight weight)
        {
            string file = names.ToGguf(weight.Name) ?? throw new NotSupportedException($"GGUF files have no name for the tensor '{weight.Name}' of a {config.ModelType} model.");
            return GgufTensor.Of(file, weight.Shape, options.Type, () => GgufLayout.ToFile(architecture, config, weight.Name, weight.Read().to(ScalarType.Float32)));
        }

        GgufWriter.Write(path, metadata, [.. tensors, .. decoder.Weights().Select(Stored)]);
    }
}
