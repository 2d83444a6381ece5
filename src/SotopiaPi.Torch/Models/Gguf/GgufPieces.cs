using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>
/// Writes a vocabulary of pieces that merge by score (GGUF's tokenizer <c>llama</c>). Scores come from <c>tokenizer.model</c>; where there is only
/// <c>tokenizer.json</c>, a piece that a merge of rank r makes gets −r, which asks for the same order of merges.
/// </summary>
internal static class GgufPieces
{
    private const string Prefix = "tokenizer.ggml.";

    /// <summary>Says whether a <c>tokenizer.json</c> describes such a vocabulary.</summary>
    public static bool Describes(JsonElement root) =>
        root.Optional("model") is { } model && model.OptionalText("type", "model") == "BPE" && model.Flag("byte_fallback", false);

    public static void AddTo(Dictionary<string, object> metadata, GgufTokens tokens, string folder, JsonElement? root)
    {
        string path = Path.Combine(folder, "tokenizer.model");
        float[] scores = new float[tokens.Texts.Length];
        bool addsSpace = File.Exists(path) ? FromModel(path, tokens, scores) : FromJson(root!.Value, tokens, scores);
        if (root is { } json)
        {
            addsSpace = AddsSpace(json);
        }

        metadata[Prefix + "model"] = "llama";
        metadata[Prefix + "pre"] = "default";
        metadata[Prefix + "scores"] = scores;
        metadata[Prefix + "add_space_prefix"] = addsSpace;
        if (Array.IndexOf(tokens.Types, (int)PieceType.Unknown) is >= 0 and int unknown)
        {
            metadata[Prefix + "unknown_token_id"] = (uint)unknown;
        }
    }

    private static bool FromModel(string path, GgufTokens tokens, float[] scores)
    {
        SentencePieceModel model = SentencePieceReader.Read(TokenizerFiles.ReadBytes(path));
        if (!model.IsBytePair || !model.ByteFallback || model.RemoveExtraSpaces || !model.EscapeSpaces || model.SpaceAsSuffix || model.CharacterMap.Length > 0)
        {
            throw new CheckpointException(path, "the tokenizer is a unigram model or rewrites its text, wanted pieces that merge by score with bytes to fall back on; take the tokenizer from a GGUF file of the same model instead.");
        }

        for (int id = 0; id < model.Pieces.Count; id++)
        {
            tokens.Set(id, model.Pieces[id].Text, model.Pieces[id].Type);
            scores[id] = model.Pieces[id].Score;
        }

        return model.AddDummyPrefix;
    }

    private static bool FromJson(JsonElement root, GgufTokens tokens, float[] scores)
    {
        JsonElement model = root.Required("model", "tokenizer.json");
        string? unknown = model.OptionalText("unk_token", "model");
        Dictionary<string, int> ids = [];
        foreach (JsonProperty token in model.Required("vocab", "model").EnumerateObject())
        {
            int id = token.Value.GetInt32();
            ids[token.Name] = id;
            tokens.Set(id, token.Name, token.Name == unknown ? PieceType.Unknown : IsByte(token.Name) ? PieceType.Byte : PieceType.Normal);
        }

        int rank = 0;
        foreach (var (left, right) in GgufTokenizerFolder.Merges(model.Required("merges", "model")))
        {
            if (ids.TryGetValue(left + right, out int id) && scores[id] == 0)
            {
                scores[id] = -(++rank);
            }
            else
            {
                rank++;
            }
        }

        return AddsSpace(root);
    }

    // Prepend, or Metaspace that prepends; as normalizer or pre-tokenizer, alone or in a sequence.
    private static bool AddsSpace(JsonElement root) =>
        new[] { root.Optional("normalizer"), root.Optional("pre_tokenizer") }.OfType<JsonElement>().SelectMany(Parts).Any(part => part.OptionalText("type", "tokenizer.json") switch
        {
            "Prepend" => true,
            "Metaspace" => MetaspacePrefix.Read(part) != MetaspacePrefix.Never,
            _ => false,
        });

    private static IEnumerable<JsonElement> Parts(JsonElement element) =>
        (element.Optional("normalizers") ?? element.Optional("pretokenizers")) is { } list ? list.Items("tokenizer.json").SelectMany(Parts) : [element];

    private static bool IsByte(string text) =>
        text is ['<', '0', 'x', var high, var low, '>'] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low);
}
