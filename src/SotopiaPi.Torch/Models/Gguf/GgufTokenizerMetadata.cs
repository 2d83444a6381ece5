using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Takes a tokenizer's entries over into the metadata of a GGUF file.</summary>
internal static class GgufTokenizerMetadata
{
    private const string Prefix = "tokenizer.";

    public static void AddTo(Dictionary<string, object> metadata, string source, string splitting, int vocabularySize)
    {
        if (File.Exists(source))
        {
            using GgufFile file = GgufFile.Open(source);
            Copy(file.Metadata, metadata);
            return;
        }

        FromFolder(metadata, source, splitting, vocabularySize);
    }

    // Numbers are written in the widths that llama.cpp expects of these keys.
    private static void Copy(GgufMetadata source, Dictionary<string, object> target)
    {
        foreach (string key in source.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            target[key] = source.Value(key) switch
            {
                long number => (uint)number,
                double number => (float)number,
                long[] numbers => Array.ConvertAll(numbers, number => (int)number),
                double[] numbers => Array.ConvertAll(numbers, number => (float)number),
                var other => other,
            };
        }
    }

    private static void FromFolder(Dictionary<string, object> metadata, string folder, string splitting, int vocabularySize)
    {
        string path = Path.Combine(folder, "tokenizer.json");
        using JsonDocument document = JsonFile.Read(path);
        JsonElement model = document.RootElement.GetProperty("model");
        if (model.GetProperty("type").GetString() != "BPE" || !document.RootElement.GetRawText().Contains("\"ByteLevel\"", StringComparison.Ordinal))
        {
            throw new CheckpointException(path, "the tokenizer is not a byte-level BPE, wanted one; take the tokenizer from a GGUF file of the same model instead.");
        }

        var (tokens, types) = Tokens(document.RootElement, model, vocabularySize);
        metadata[Prefix + "ggml.model"] = "gpt2";
        metadata[Prefix + "ggml.pre"] = splitting;
        metadata[Prefix + "ggml.tokens"] = tokens;
        metadata[Prefix + "ggml.token_type"] = types;
        metadata[Prefix + "ggml.merges"] = model.GetProperty("merges").EnumerateArray().Select(Merge).ToArray();
        metadata[Prefix + "ggml.add_bos_token"] = false;
        AddSpecialTokens(metadata, folder);
    }

    private static (string[] Tokens, int[] Types) Tokens(JsonElement root, JsonElement model, int size)
    {
        const int normal = 1, control = 3, userDefined = 4, unused = 5;
        string[] tokens = [.. Enumerable.Range(0, size).Select(id => $"[PAD{id}]")];
        int[] types = [.. Enumerable.Repeat(unused, size)];
        foreach (JsonProperty token in model.GetProperty("vocab").EnumerateObject())
        {
            (tokens[token.Value.GetInt32()], types[token.Value.GetInt32()]) = (token.Name, normal);
        }

        foreach (JsonElement token in root.TryGetProperty("added_tokens", out JsonElement added) ? added.EnumerateArray() : default)
        {
            int id = token.GetProperty("id").GetInt32();
            (tokens[id], types[id]) = (token.GetProperty("content").GetString()!, token.GetProperty("special").GetBoolean() ? control : userDefined);
        }

        return (tokens, types);
    }

    private static string Merge(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.String ? merge.GetString()! : string.Join(' ', merge.EnumerateArray().Select(part => part.GetString()));

    private static void AddSpecialTokens(Dictionary<string, object> metadata, string folder)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.LoadFolder(folder);
        if (tokenizer.BosId is { } bos)
        {
            metadata[Prefix + "ggml.bos_token_id"] = (uint)bos;
        }

        if (tokenizer.EosIds.Count > 0)
        {
            metadata[Prefix + "ggml.eos_token_id"] = (uint)tokenizer.EosIds[0];
        }

        if (tokenizer.PadId is { } pad)
        {
            metadata[Prefix + "ggml.padding_token_id"] = (uint)pad;
        }

        if (ChatTemplateText(folder) is { } template)
        {
            metadata[Prefix + "chat_template"] = template;
        }
    }

    private static string? ChatTemplateText(string folder)
    {
        string own = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(own))
        {
            return File.ReadAllText(own);
        }

        string config = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(config))
        {
            return null;
        }

        using JsonDocument document = JsonFile.Read(config);
        return document.RootElement.TryGetProperty("chat_template", out JsonElement template) && template.ValueKind == JsonValueKind.String ? template.GetString() : null;
    }
}
