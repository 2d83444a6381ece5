using System.Text.Json;

namespace SotopiaPi.Torch;

public sealed partial class HuggingFaceTokenizer
{
    /// <summary>Loads the tokenizer of a model folder.</summary>
    /// <param name="folder">
    /// A folder with tokenizer.json or, where there is none, tokenizer.model; beside it tokenizer_config.json, special_tokens_map.json and
    /// generation_config.json are read where they exist.
    /// </param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerException">The folder has no tokenizer, or one that is damaged or uses an unsupported component.</exception>
    public static HuggingFaceTokenizer LoadFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = Path.Combine(folder, "tokenizer.json");
        using JsonDocument? document = TokenizerFiles.TryReadJson(path);
        return document is not null
            ? new HuggingFaceTokenizer(TokenizerJsonReader.Read(document.RootElement), vocabulary => SpecialTokensReader.Read(folder, vocabulary))
            : LoadSentencePiece(folder, path);
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

    /// <summary>Makes a tokenizer from the content of a SentencePiece file (tokenizer.model).</summary>
    /// <param name="model">The file.</param>
    /// <param name="recognizeControlTokens">
    /// Whether control tokens such as <c>&lt;s&gt;</c> written in a text become those tokens, as chat templates need. SentencePiece itself
    /// takes them as text.
    /// </param>
    /// <returns>The tokenizer. Encoding with special tokens puts the beginning-of-text token before the text.</returns>
    /// <exception cref="TokenizerException">The file is damaged or of an unsupported kind.</exception>
    public static HuggingFaceTokenizer FromSentencePiece(ReadOnlyMemory<byte> model, bool recognizeControlTokens = true)
    {
        SentencePieceModel pieces = SentencePieceReader.Read(model.ToArray());
        return new HuggingFaceTokenizer(
            SentencePieceParts.Make(pieces, recognizeControlTokens, addsBos: true, addsEos: false), _ => Named(pieces));
    }

    /// <summary>Makes a tokenizer from tiktoken ranks.</summary>
    /// <param name="ranks">The file: lines of base64 and rank, plain or gzip.</param>
    /// <param name="pattern">The splitting pattern, which the file does not hold.</param>
    /// <param name="specialTokens">The special tokens with their ids, which the file does not hold.</param>
    /// <param name="eosToken">The one of them that ends a reply, or null.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerException">The file is damaged, or the pattern uses something that is not supported.</exception>
    public static HuggingFaceTokenizer FromTiktoken(
        ReadOnlyMemory<byte> ranks, string pattern, IReadOnlyDictionary<string, int> specialTokens, string? eosToken = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(specialTokens);
        return new HuggingFaceTokenizer(
            TiktokenParts.Make(ranks, pattern, specialTokens),
            vocabulary => new SpecialTokens { EosIds = Required(vocabulary, eosToken) is { } eos ? [eos] : [] });
    }

    /// <summary>Makes the tokenizer that the metadata of a GGUF file describes.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <returns>The tokenizer. Control tokens written in a text are recognised.</returns>
    /// <exception cref="TokenizerException">The metadata has no tokenizer, or an unsupported one.</exception>
    /// <exception cref="CheckpointException">A value of the metadata is of the wrong kind.</exception>
    public static HuggingFaceTokenizer FromGguf(GgufMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new HuggingFaceTokenizer(GgufTokenizer.Read(metadata, recognizesControls: true), _ => GgufTokenizer.SpecialTokens(metadata));
    }

    private static HuggingFaceTokenizer LoadSentencePiece(string folder, string jsonPath)
    {
        string path = Path.Combine(folder, "tokenizer.model");
        if (!File.Exists(path))
        {
            throw new TokenizerException(Directory.Exists(folder)
                ? $"No tokenizer in '{folder}': neither '{jsonPath}' nor tokenizer.model exists. Tiktoken ranks need FromTiktoken, GGUF files FromGguf."
                : $"No tokenizer in '{folder}': there is no such folder. Name the folder of a model in Hugging Face layout: config.json, model.safetensors, tokenizer.json.");
        }

        SentencePieceModel model = SentencePieceReader.Read(TokenizerFiles.ReadBytes(path));
        using JsonDocument? config = TokenizerFiles.TryReadJson(Path.Combine(folder, "tokenizer_config.json"));
        TokenizerParts parts = SentencePieceParts.Make(
            model,
            recognizesControls: true,
            TokenizerConfigReader.Flag(config, "add_bos_token", true),
            TokenizerConfigReader.Flag(config, "add_eos_token", !model.IsBytePair));
        parts = parts.WithAddedTokens(TokenizerConfigReader.AddedTokens(config, parts.Vocabulary, parts.AddedTokens));
        return new HuggingFaceTokenizer(parts, vocabulary => SpecialTokensReader.Read(folder, vocabulary).Or(Named(model)));
    }

    private static SpecialTokens Named(SentencePieceModel model) => new()
    {
        BosId = model.BosId,
        EosIds = model.EosId is { } eos ? [eos] : [],
        PadId = model.PadId,
        UnknownId = model.UnknownId,
    };

    private static int? Required(Vocabulary vocabulary, string? token) =>
        token is null ? null
        : vocabulary.Find(token) is >= 0 and int id ? id
        : throw new TokenizerException($"The special token '{Shown.Text(token)}' is not in the vocabulary.");
}
