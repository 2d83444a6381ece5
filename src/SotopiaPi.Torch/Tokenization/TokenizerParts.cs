namespace SotopiaPi.Torch;

/// <summary>The parts of a tokenizer, from whatever file they were read.</summary>
internal sealed class TokenizerParts
{
    public required Vocabulary Vocabulary { get; init; }

    public required ITokenModel Model { get; init; }

    public required ITokenDecoder Decoder { get; init; }

    public IReadOnlyList<ITextRewriter> Normalizers { get; init; } = [];

    public IReadOnlyList<PreTokenizerStep> PreTokenizer { get; init; } = [];

    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    public PostProcessor PostProcessor { get; init; } = PostProcessor.None;

    /// <summary>The same parts with other added tokens.</summary>
    public TokenizerParts WithAddedTokens(IReadOnlyList<AddedToken> tokens) => new()
    {
        Vocabulary = Vocabulary,
        Model = Model,
        Decoder = Decoder,
        Normalizers = Normalizers,
        PreTokenizer = PreTokenizer,
        AddedTokens = tokens,
        PostProcessor = PostProcessor,
    };

    /// <summary>Makes the encoding pipeline.</summary>
    public EncodingPipeline MakePipeline()
    {
        // Special tokens come first, as in the reference: of two with the same text the first counts.
        AddedToken[] ordered = [.. AddedTokens.Where(token => token.Special), .. AddedTokens.Where(token => !token.Special)];
        return new EncodingPipeline
        {
            RawTokens = new AddedTokenMatcher(ordered.Where(token => !token.Normalized && !token.Silent).Select(token => (token.Content, token))),
            NormalizedTokens = new AddedTokenMatcher(ordered.Where(token => token.Normalized).Select(token => (Normalize(token.Content), token))),
            Normalizers = Normalizers,
            PreTokenizer = PreTokenizer,
            Model = Model,
        };
    }

    /// <summary>The added tokens that decoding shows in another form: those matched in normalised text, as the normalizer writes them.</summary>
    public IReadOnlyDictionary<int, string> ShownTokens() => AddedTokens
        .Where(token => token.Normalized)
        .DistinctBy(token => token.Id)
        .ToDictionary(token => token.Id, token => Normalize(token.Content));

    private string Normalize(string content)
    {
        TextStretch stretch = new(content, null, 0, TextPlace.Start);
        foreach (ITextRewriter normalizer in Normalizers)
        {
            stretch = stretch.Rewrite(normalizer, tracksRanges: false);
        }

        return stretch.Text.ToString();
    }
}
