namespace SotopiaPi.Torch;

/// <summary>One step of a pre-tokenizer: it either rewrites the text or splits it.</summary>
internal readonly record struct PreTokenizerStep(ITextRewriter? Rewriter, ITextSplitter? Splitter);

/// <summary>
/// Turns text into ids: added tokens are cut out, the rest is normalised, added tokens are cut out of that, and what is left is split
/// into words for the model.
/// </summary>
internal sealed class EncodingPipeline
{
    public required AddedTokenMatcher RawTokens { get; init; }

    public required AddedTokenMatcher NormalizedTokens { get; init; }

    public required IReadOnlyList<ITextRewriter> Normalizers { get; init; }

    public required IReadOnlyList<PreTokenizerStep> PreTokenizer { get; init; }

    public required ITokenModel Model { get; init; }

    /// <summary>Encodes a text.</summary>
    public void Encode(ReadOnlySpan<char> text, TokenSink sink, EncodingOptions options)
    {
        EncodingRun run = new(this, sink, options);
        List<AddedTokenPiece> pieces = [];
        RawTokens.Split(text, pieces, options.RecognizesSpecialTokens);
        foreach (AddedTokenPiece piece in pieces)
        {
            TextStretch stretch = new TextStretch(text, null, 0, options.Place).Slice(piece.Start, piece.End);
            if (piece.Token is null)
            {
                run.EncodeSegment(stretch);
            }
            else
            {
                run.AddToken(piece.Token, stretch);
            }
        }
    }
}
