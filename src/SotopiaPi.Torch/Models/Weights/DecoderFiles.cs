using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Writes a decoder as a model folder in Hugging Face layout.</summary>
internal static class DecoderFiles
{
    private static readonly JsonSerializerOptions s_layout = new() { WriteIndented = true };

    public static void Write(string folder, DecoderConfig config, IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, JsonNode?> more)
    {
        JsonObject json = DecoderConfigWriter.Write(config);
        json["torch_dtype"] = weights.Values.First().dtype switch
        {
            ScalarType.Float16 => "float16",
            ScalarType.BFloat16 => "bfloat16",
            ScalarType.Float64 => "float64",
            _ => "float32",
        };
        if (weights.Keys.Any(name => name.EndsWith(Nf4Checkpoint.State, StringComparison.Ordinal)))
        {
            json["quantization_config"] = Nf4Config(weights.Keys.Any(name => name.EndsWith(".nested_absmax", StringComparison.Ordinal)));
        }

        foreach ((string key, JsonNode? value) in more)
        {
            json[key] = value?.DeepClone();
        }

        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), weights);
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
