using System.Text.Json;

namespace SotopiaPi.Torch;

public sealed partial class HuggingFaceTokenizer
{
    /// <summary>Loads the tokenizer of a model folder.</summary>
    /// <param name="folder">
    /// A folder with tokenizer.json; beside it tokenizer_config.json, special_tokens_map.json and generation_config.json are read where they exist.
    /// </param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerException">The folder has no tokenizer, or one that is damaged or uses an unsupported component.</exception>
    public static HuggingFaceTokenizer LoadFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = Path.Combine(folder, "tokenizer.json");
        using JsonDocument document = TokenizerFiles.TryReadJson(path)
            ?? throw new TokenizerException($"No tokenizer in '{folder}': '{path}' does not exist.");
        return new HuggingFaceTokenizer(TokenizerJsonReader.Read(document.RootElement), vocabulary => SpecialTokensReader.Read(folder, vocabulary));
    }

    /// <summary>Makes a tokenizer from the content of a tokenizer.json.</summary>
    /// <param name="json">The JSON as UTF-8.</param>
    /// <param name="bosToken">The token that begins a text, or null.</param>
    /// <param name="eosToken">The token that ends a reply, or null.</param>
    /// <param name="padToken">The token that fills a batch, or null.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerException">The content is damaged, uses an unsupported component, or lacks a named token.</exception>
    public static HuggingFaceTokenizer FromTokenizerJson(
        ReadOnlyMemory<byte> json, string? bosToken = null, string? eosToken = null, string? padToken = null)
    {
        using JsonDocument document = TokenizerFiles.ParseJson(json, "tokenizer.json");
        return new HuggingFaceTokenizer(TokenizerJsonReader.Read(document.RootElement), vocabulary => new SpecialTokens
        {
            BosId = Required(vocabulary, bosToken),
            EosIds = Required(vocabulary, eosToken) is { } eos ? [eos] : [],
            PadId = Required(vocabulary, padToken),
        });
    }

    private static int? Required(Vocabulary vocabulary, string? token) =>
        token is null ? null
        : vocabulary.Find(token) is >= 0 and int id ? id
        : throw new TokenizerException($"The special token '{token}' is not in the vocabulary.");
}
