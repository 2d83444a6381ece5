namespace SotopiaPi.Torch;

/// <summary>The kinds of pieces, numbered as in the file.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>A piece of a SentencePiece vocabulary.</summary>
internal readonly record struct SentencePiece(string Text, float Score, PieceType Type);

/// <summary>What a SentencePiece model file, or GGUF metadata, says about a tokenizer (google/sentencepiece: sentencepiece_model.proto).</summary>
internal sealed record SentencePieceModel
{
    /// <summary>The pieces in order of their ids.</summary>
    public required IReadOnlyList<SentencePiece> Pieces { get; init; }

    /// <summary>Whether pieces merge by score; otherwise the model is a unigram model.</summary>
    public required bool IsBytePair { get; init; }

    public bool ByteFallback { get; init; }

    public bool AddDummyPrefix { get; init; } = true;

    public bool RemoveExtraSpaces { get; init; } = true;

    public bool EscapeSpaces { get; init; } = true;

    public bool SpaceAsSuffix { get; init; }

    /// <summary>The precompiled character map; empty for none.</summary>
    public ReadOnlyMemory<byte> CharacterMap { get; init; }

    /// <summary>What an unknown piece shows as.</summary>
    public string UnknownSurface { get; init; } = " \u2047 ";

    public int UnknownId { get; init; }

    public int? BosId { get; init; }

    public int? EosId { get; init; }

    public int? PadId { get; init; }

    /// <summary>Refuses what no checkpoint that we know uses.</summary>
    public SentencePieceModel Checked()
    {
        if (Pieces.Any(piece => piece.Type == PieceType.Unused))
        {
            throw new TokenizerException("The SentencePiece model has pieces of type UNUSED, which are not supported.");
        }

        return UnknownId >= 0 && UnknownId < Pieces.Count
            ? this
            : throw new TokenizerException($"The SentencePiece model names the unknown piece {UnknownId}; it has {Pieces.Count} pieces.");
    }
}
