using Microsoft.ML.Tokenizers;

namespace SotopiaPi.Torch;

/// <summary>
/// Encodes and decodes text exactly as the tokenizer of a Hugging Face checkpoint does, from the checkpoint's own files. Thread-safe.
/// </summary>
/// <remarks>
/// The methods inherited from <see cref="Tokenizer"/> never add special tokens; special tokens written in a text are recognised, as the
/// reference library does by default. Lone surrogates are encoded as U+FFFD.
/// </remarks>
public sealed partial class HuggingFaceTokenizer : Tokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly EncodingPipeline _pipeline;
    private readonly PostProcessor _postProcessor;
    private readonly IReadOnlyDictionary<int, string> _shownTokens;
    private readonly HashSet<int> _specialIds;
    private readonly SpecialTokens _specialTokens;

    internal HuggingFaceTokenizer(TokenizerParts parts, Func<Vocabulary, SpecialTokens> findSpecialTokens)
    {
        _vocabulary = parts.Vocabulary;
        _pipeline = parts.MakePipeline();
        _postProcessor = parts.PostProcessor;
        Decoder = parts.Decoder;
        _shownTokens = parts.ShownTokens();
        _specialIds = [.. parts.AddedTokens.Where(token => token.Special).Select(token => token.Id)];
        _specialTokens = findSpecialTokens(parts.Vocabulary);
    }

    /// <summary>Gets the highest id of the vocabulary plus 1, added tokens included.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>Gets the id of the token that begins a text, or null when the model has none.</summary>
    public int? BosId => _specialTokens.BosId;

    /// <summary>Gets the ids that end a reply; the ids of generation_config.json come first.</summary>
    public IReadOnlyList<int> EosIds => _specialTokens.EosIds;

    /// <summary>Gets the id that fills a batch, or null when the model has none.</summary>
    public int? PadId => _specialTokens.PadId;

    /// <summary>Gets the decoder that streaming shares.</summary>
    internal ITokenDecoder Decoder { get; }

    /// <summary>Finds the id of a token by its vocabulary string.</summary>
    /// <param name="token">The token as the vocabulary writes it, e.g. <c>Ġworld</c> or <c>&lt;|im_end|&gt;</c>.</param>
    /// <returns>The id, or null when the vocabulary has no such token.</returns>
    public int? FindTokenId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _vocabulary.Find(token) is >= 0 and int id ? id : null;
    }

    /// <summary>Gets the vocabulary string of an id, or null when the id has no token.</summary>
    public string? FindToken(int id) => _vocabulary.Token(id);

    /// <summary>Says whether an id is a special token, which decoding may leave out.</summary>
    public bool IsSpecial(int id) => _specialIds.Contains(id);

    /// <summary>
    /// Gets the UTF-8 bytes that a token adds to a decoded text that has already begun; empty for special tokens and for ids without a
    /// token. The bytes of one token need not be whole characters.
    /// </summary>
    public byte[] TokenBytes(int id) => ShownToken(id, skipSpecialTokens: true) is { } token ? Decoder.Bytes(token) : [];

    /// <summary>The token that an id shows in decoded text, or null when it shows none.</summary>
    internal string? ShownToken(int id, bool skipSpecialTokens) =>
        skipSpecialTokens && _specialIds.Contains(id) ? null
        : _shownTokens.TryGetValue(id, out string? shown) ? shown
        : _vocabulary.Token(id);
}
