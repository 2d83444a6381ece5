namespace SotopiaPi.Torch;

/// <summary>Makes the parts of a tokenizer from the metadata of a GGUF file.</summary>
internal static class GgufTokenizer
{
    private const string Prefix = "tokenizer.ggml.";

    /// <exception cref="TokenizerException">The metadata has no tokenizer, a damaged one or an unsupported kind.</exception>
    public static TokenizerParts Read(GgufMetadata metadata, bool recognizesControls)
    {
        string model = metadata.Text(Prefix + "model")
            ?? throw new TokenizerException("The GGUF file has no tokenizer: 'tokenizer.ggml.model' is missing.");
        IReadOnlyList<string> tokens = metadata.Texts(Prefix + "tokens")
            ?? throw new TokenizerException("The GGUF file has no tokens: 'tokenizer.ggml.tokens' is missing.");
        PieceType[] types = Types(metadata, tokens.Count);
        return model switch
        {
            "gpt2" => GgufBytePair.Make(metadata, tokens, types),
            "llama" or "t5" => SentencePieceParts.Make(
                Pieces(metadata, tokens, types, isBytePair: model == "llama").Checked(),
                recognizesControls,
                metadata.Flag(Prefix + "add_bos_token") ?? model == "llama",
                metadata.Flag(Prefix + "add_eos_token") ?? model == "t5"),
            _ => throw JsonReading.Unsupported("GGUF tokenizer", model, "gpt2, llama, t5"),
        };
    }

    /// <summary>The special tokens that the metadata names.</summary>
    public static SpecialTokens SpecialTokens(GgufMetadata metadata) => new()
    {
        BosId = Id(metadata, "bos_token_id"),
        EosIds = [.. new[] { Id(metadata, "eos_token_id"), Id(metadata, "eot_token_id"), Id(metadata, "eom_token_id") }.OfType<int>().Distinct()],
        PadId = Id(metadata, "padding_token_id"),
        UnknownId = Id(metadata, "unknown_token_id"),
    };

    /// <summary>An id of the metadata, or null.</summary>
    public static int? Id(GgufMetadata metadata, string name) =>
        metadata.Integer(Prefix + name) is >= 0 and <= Vocabulary.MaximumId and long id ? (int)id : null;

    private static PieceType[] Types(GgufMetadata metadata, int count)
    {
        IReadOnlyList<long>? types = metadata.Integers(Prefix + "token_type");
        return types is null ? [.. Enumerable.Repeat(PieceType.Normal, count)]
            : types.Count == count ? [.. types.Select(type => (PieceType)type)]
            : throw new TokenizerException($"The GGUF file has {count} tokens and {types.Count} token types.");
    }

    private static SentencePieceModel Pieces(GgufMetadata metadata, IReadOnlyList<string> tokens, PieceType[] types, bool isBytePair)
    {
        IReadOnlyList<double> scores = metadata.Numbers(Prefix + "scores")
            ?? throw new TokenizerException("The GGUF file has no scores: 'tokenizer.ggml.scores' is missing.");
        if (scores.Count != tokens.Count)
        {
            throw new TokenizerException($"The GGUF file has {tokens.Count} tokens and {scores.Count} scores.");
        }

        IReadOnlyList<long> map = metadata.Integers(Prefix + "precompiled_charsmap") ?? [];
        return new SentencePieceModel
        {
            Pieces = [.. tokens.Select((token, id) => new SentencePiece(token, (float)scores[id], types[id] == PieceType.Unused ? PieceType.Normal : types[id]))],   // rows without a token: no merge makes their text
            IsBytePair = isBytePair,
            ByteFallback = types.Contains(PieceType.Byte),
            AddDummyPrefix = metadata.Flag(Prefix + "add_space_prefix") ?? true,
            RemoveExtraSpaces = metadata.Flag(Prefix + "remove_extra_whitespaces") ?? false,
            CharacterMap = map.Select(value => (byte)value).ToArray(),
            UnknownId = Id(metadata, "unknown_token_id") ?? Math.Max(0, Array.IndexOf(types, PieceType.Unknown)),
            BosId = Id(metadata, "bos_token_id"),
            EosId = Id(metadata, "eos_token_id"),
            PadId = Id(metadata, "padding_token_id"),
        };
    }
}
