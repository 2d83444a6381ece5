using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>
/// Finds the special tokens of a model folder: by name in tokenizer_config.json, then special_tokens_map.json; end tokens also by id in
/// generation_config.json, whose list comes first.
/// </summary>
internal static class SpecialTokensReader
{
    public static SpecialTokens Read(string folder, Vocabulary vocabulary)
    {
        using JsonDocument? config = TokenizerFiles.TryReadJson(Path.Combine(folder, "tokenizer_config.json"));
        using JsonDocument? map = TokenizerFiles.TryReadJson(Path.Combine(folder, "special_tokens_map.json"));
        using JsonDocument? generation = TokenizerFiles.TryReadJson(Path.Combine(folder, "generation_config.json"));
        int? Find(string name) =>
            (TokenName(config, name) ?? TokenName(map, name)) is { } token && vocabulary.Find(token) is >= 0 and int id
                ? id
                : Ids(generation, name + "_id").Select(value => (int?)value).FirstOrDefault();
        int? eos = Find("eos_token");
        IEnumerable<int> ends = Ids(generation, "eos_token_id");
        return new SpecialTokens
        {
            BosId = Find("bos_token"),
            EosIds = [.. (eos is { } id ? ends.Append(id) : ends).Distinct()],
            PadId = Find("pad_token"),
            UnknownId = Find("unk_token"),
        };
    }

    /// <summary>The text of a token, which is written as a string or as an object with <c>content</c>.</summary>
    public static string? TokenName(JsonDocument? document, string name) =>
        document?.RootElement.Optional(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? value.OptionalText("content", name)
        : value.ValueKind == JsonValueKind.String ? value.Text(name)
        : null;

    private static IEnumerable<int> Ids(JsonDocument? document, string name)
    {
        if (document?.RootElement.Optional(name) is not { } value)
        {
            return [];
        }

        IEnumerable<JsonElement> items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        return [.. items.Where(item => item.ValueKind == JsonValueKind.Number).Select(item => item.TryGetInt32(out int id) ? id : -1).Where(id => id >= 0)];
    }
}
