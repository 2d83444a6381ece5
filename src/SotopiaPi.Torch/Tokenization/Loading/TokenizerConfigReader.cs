using System.Globalization;
using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads what tokenizer_config.json adds to a vocabulary file: added tokens with their flags, and which special tokens surround a text.</summary>
internal static class TokenizerConfigReader
{
    /// <summary>Adds the tokens of <c>added_tokens_decoder</c> that the vocabulary file does not know or gives no flags for.</summary>
    public static IReadOnlyList<AddedToken> AddedTokens(JsonDocument? config, Vocabulary vocabulary, IReadOnlyList<AddedToken> known)
    {
        Dictionary<int, AddedToken> tokens = known.DistinctBy(token => token.Id).ToDictionary(token => token.Id);
        if (config?.RootElement.Optional("added_tokens_decoder") is not { ValueKind: JsonValueKind.Object } list)
        {
            return known;
        }

        foreach (JsonProperty entry in list.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id > Vocabulary.MaximumId)
            {
                throw new TokenizerException($"tokenizer_config.json: added_tokens_decoder has the key '{Shown.Text(entry.Name)}', which is no id.");
            }

            string content = entry.Value.Required("content", $"added_tokens_decoder.{entry.Name}").Text("content");
            if (vocabulary.Find(content) < 0)
            {
                vocabulary.AddOutsideModel(content, id);
            }

            tokens[id] = AddedTokenReader.Read(entry.Value, id, content);
        }

        return [.. tokens.Values];
    }

    /// <summary>A truth value of the file, or the default.</summary>
    public static bool Flag(JsonDocument? config, string name, bool otherwise) => config?.RootElement.Flag(name, otherwise) ?? otherwise;
}
