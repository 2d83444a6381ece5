using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>
/// Writes the tokenizer and the chat template of a model folder as GGUF metadata: a byte-level BPE (<c>gpt2</c>) or pieces that merge by score with
/// single bytes to fall back on (<c>llama</c>), and refuses others.
/// </summary>
internal static class GgufTokenizerFolder
{
    private const string Prefix = "tokenizer.ggml.";

    public static void AddTo(Dictionary<string, object> metadata, string folder, string? splitting, int vocabularySize)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.LoadFolder(folder);
        string path = Path.Combine(folder, "tokenizer.json");
        using JsonDocument? document = TokenizerFiles.TryReadJson(path);
        GgufTokens tokens = new(vocabularySize);
        if (document is null || GgufPieces.Describes(document.RootElement))
        {
            GgufPieces.AddTo(metadata, tokens, folder, document?.RootElement);
        }
        else
        {
            AddBytePairs(metadata, tokens, path, document.RootElement, splitting);
        }

        AddedTokens(tokens, folder, document?.RootElement);
        metadata[Prefix + "tokens"] = tokens.Texts;
        metadata[Prefix + "token_type"] = tokens.Types;
        AddSpecialTokens(metadata, tokenizer);
        if (ChatTemplate.TryLoadFolder(folder)?.Source is { } template)
        {
            metadata["tokenizer.chat_template"] = template;
        }

        GgufTokenizerCheck.Require(metadata, tokenizer, folder);
    }

    private static void AddBytePairs(Dictionary<string, object> metadata, GgufTokens tokens, string path, JsonElement root, string? splitting)
    {
        JsonElement model = root.Required("model", path);
        if (model.Type(path) != "BPE" || !root.GetRawText().Contains("\"ByteLevel\"", StringComparison.Ordinal))
        {
            throw new CheckpointException(path, "the tokenizer is neither a byte-level BPE nor one of pieces with bytes to fall back on, wanted one of these; take the tokenizer from a GGUF file of the same model instead.");
        }

        foreach (JsonProperty token in model.Required("vocab", path).EnumerateObject())
        {
            tokens.Set(token.Value.GetInt32(), token.Name, PieceType.Normal);
        }

        metadata[Prefix + "model"] = "gpt2";
        metadata[Prefix + "pre"] = splitting ?? GgufSplitting.NameOf(path, root);
        metadata[Prefix + "merges"] = Merges(model.Required("merges", path)).Select(merge => $"{merge.Left} {merge.Right}").ToArray();
    }

    /// <summary>Gives the merges in order, written as a text with a space or as a list of two.</summary>
    public static IEnumerable<(string Left, string Right)> Merges(JsonElement merges)
    {
        foreach (JsonElement merge in merges.Items("merges"))
        {
            string[] parts = merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ', 2) : [.. merge.Items("merges").Select(part => part.Text("merges"))];
            yield return parts.Length == 2 ? (parts[0], parts[1]) : throw new TokenizerException("A merge of the tokenizer does not have two parts.");
        }
    }

    private static void AddedTokens(GgufTokens tokens, string folder, JsonElement? root)
    {
        if (root?.Optional("added_tokens") is { } added)
        {
            foreach (JsonElement token in added.Items("added_tokens"))
            {
                Add(token.Number("id", -1), token);
            }
        }

        using JsonDocument? config = TokenizerFiles.TryReadJson(Path.Combine(folder, "tokenizer_config.json"));
        if (config?.RootElement.Optional("added_tokens_decoder") is { ValueKind: JsonValueKind.Object } more)
        {
            foreach (JsonProperty token in more.EnumerateObject())
            {
                Add(int.Parse(token.Name, System.Globalization.CultureInfo.InvariantCulture), token.Value);
            }
        }

        void Add(int id, JsonElement token) => tokens.SetAdded(id, token.Required("content", "added_tokens").Text("content"), token.Flag("special", false));
    }

    private static void AddSpecialTokens(Dictionary<string, object> metadata, HuggingFaceTokenizer tokenizer)
    {
        int[] around = tokenizer.Encode("", addSpecialTokens: true);
        metadata[Prefix + "add_bos_token"] = tokenizer.BosId is { } first && around.Contains(first);
        metadata[Prefix + "add_eos_token"] = tokenizer.EosIds.Count > 0 && around.Length > 0 && tokenizer.EosIds.Contains(around[^1]) && around[^1] != tokenizer.BosId;
        string[] ends = ["eos_token_id", "eot_token_id", "eom_token_id"];
        for (int i = 0; i < Math.Min(ends.Length, tokenizer.EosIds.Count); i++)
        {
            metadata[Prefix + ends[i]] = (uint)tokenizer.EosIds[i];
        }

        if (tokenizer.BosId is { } bos)
        {
            metadata[Prefix + "bos_token_id"] = (uint)bos;
        }

        if (tokenizer.PadId is { } pad)
        {
            metadata[Prefix + "padding_token_id"] = (uint)pad;
        }
    }
}
