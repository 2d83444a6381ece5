using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Writes a decoder as a model folder in Hugging Face layout.</summary>
internal static class DecoderFiles
{
    private static readonly JsonSerializerOptions s_layout = new() { WriteIndented = true };

    public static void Write(string folder, DecoderConfig config, DecoderParts parts, ScalarType? type, long maxShardBytes, IReadOnlyDictionary<string, JsonNode?> more)
    {
        JsonObject json = DecoderConfigWriter.Write(config);                            // refuses first, before anything is written
        IReadOnlyDictionary<string, ScalarType> stored = SafetensorsFolderWriter.Write(folder, parts.Stored(type), maxShardBytes);
        json["torch_dtype"] = stored.Values.First() switch
        {
            ScalarType.Float16 => "float16",
            ScalarType.BFloat16 => "bfloat16",
            ScalarType.Float64 => "float64",
            _ => "float32",
        };
        if (stored.Keys.Any(name => name.EndsWith(Nf4Checkpoint.State, StringComparison.Ordinal)))
        {
            json["quantization_config"] = Nf4Config(stored.Keys.Any(name => name.EndsWith(".nested_absmax", StringComparison.Ordinal)));
        }

        foreach ((string key, JsonNode? value) in more)
        {
            json[key] = value?.DeepClone();
        }

        byte[] text = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString(s_layout) + "\n");
        AtomicFile.Write(Path.Combine(folder, "config.json"), stream => stream.Write(text));
    }

    // The entry by which transformers knows 4-bit weights.
    private static JsonObject Nf4Config(bool nested) => new()
    {
        ["quant_method"] = "bitsandbytes",
        ["load_in_4bit"] = true,
        ["bnb_4bit_quant_type"] = "nf4",
        ["bnb_4bit_use_double_quant"] = nested,
        ["bnb_4bit_compute_dtype"] = "bfloat16",
        ["bnb_4bit_quant_storage"] = "uint8",
        ["llm_int8_skip_modules"] = new JsonArray("lm_head"),
    };
}
