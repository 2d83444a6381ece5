using System.Text.Json.Nodes;
using SotopiaPi.Torch;
using TorchSharp;

/// <summary>A model folder in Hugging Face layout, made here: random weights, one token for each byte.</summary>
internal static class TinyModel
{
    private const string ChatTemplate = "{% for message in messages %}{{ message['content'] }}<|end|>{% endfor %}";

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        DecoderConfig config = new()
        {
            VocabularySize = 257,
            HiddenSize = 32,
            IntermediateSize = 64,
            HeadCount = 4,
            KeyValueHeadCount = 2,
            HeadSize = 8,
            Layers = LayerConfig.Repeat(2, new RopeConfig(10000)),
            MaxPositions = 2048,
        };
        using torch.Generator generator = new(1);
        using Decoder decoder = Decoder.Create(config, generator);
        decoder.Save(folder, more: new Dictionary<string, JsonNode?> { ["eos_token_id"] = 256, ["pad_token_id"] = 256 });
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Tokenizer().ToJsonString());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), new JsonObject { ["eos_token"] = "<|end|>", ["pad_token"] = "<|end|>", ["chat_template"] = ChatTemplate }.ToJsonString());
    }

    private static JsonObject Tokenizer()
    {
        JsonObject vocabulary = [];
        int other = 256;
        for (int value = 0; value < 256; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            vocabulary[((char)(printable ? value : other++)).ToString()] = value;            // the alphabet of byte-level tokenizers
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 256, ["content"] = "<|end|>", ["special"] = true, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false }),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray() },
        };
    }
}
