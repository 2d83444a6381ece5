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
        foreach ((string key, JsonNode? value) in more)
        {
            json[key] = value?.DeepClone();
        }

        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), weights);
        byte[] text = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString(s_layout) + "\n");
        AtomicFile.Write(Path.Combine(folder, "config.json"), stream => stream.Write(text));
    }
}
