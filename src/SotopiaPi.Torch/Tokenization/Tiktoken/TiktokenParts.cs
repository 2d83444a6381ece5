namespace SotopiaPi.Torch;

/// <summary>Makes the parts of a tokenizer from tiktoken ranks.</summary>
internal static class TiktokenParts
{
    public static TokenizerParts Make(ReadOnlyMemory<byte> file, string pattern, IReadOnlyDictionary<string, int> specialTokens)
    {
        Vocabulary vocabulary = TiktokenReader.Read(file);
        MergeTable merges = TiktokenMerges.Make(vocabulary);
        ByteSymbols source = new(vocabulary, new UnknownRule(-1, false));
        foreach ((string token, int id) in specialTokens)
        {
            vocabulary.AddOutsideModel(token, id);
        }

        return new TokenizerParts
        {
            Vocabulary = vocabulary,
            Model = new BytePairModel(vocabulary, merges, source, ignoreMerges: true),
            Decoder = new ByteLevelDecoder(),
            PreTokenizer = [new PreTokenizerStep(null, SplitReader.WellKnown(pattern) ?? new RegexSplitter(pattern, SplitBehavior.Isolated))],
            AddedTokens = [.. specialTokens.Select(token => new AddedToken(token.Value, token.Key) { Special = true })],
        };
    }
}
