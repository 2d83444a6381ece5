namespace SotopiaPi.Torch;

/// <summary>Makes the parts of a tokenizer from a SentencePiece model.</summary>
internal static class SentencePieceParts
{
    /// <param name="model">The model.</param>
    /// <param name="recognizesControls">Whether control pieces written in a text are recognised, as chat templates need; SentencePiece itself never does.</param>
    /// <param name="addsBos">Whether encoding with special tokens puts the beginning-of-text token before.</param>
    /// <param name="addsEos">Whether it puts the end token after.</param>
    public static TokenizerParts Make(SentencePieceModel model, bool recognizesControls, bool addsBos, bool addsEos)
    {
        Vocabulary vocabulary = new(model.Pieces.Count);
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            vocabulary.Add(model.Pieces[id].Text, id);
        }

        return new TokenizerParts
        {
            Vocabulary = vocabulary,
            Model = model.IsBytePair ? MakeBytePair(model, vocabulary) : MakeUnigram(model, vocabulary),
            Decoder = new SentencePieceDecoder(model),
            Normalizers = [new SentencePieceRewriter(model)],
            AddedTokens = [.. AddedTokens(model, recognizesControls)],
            PostProcessor = new PostProcessor
            {
                Prefix = addsBos && model.BosId is { } bos ? [bos] : [],
                Suffix = addsEos && model.EosId is { } eos ? [eos] : [],
            },
        };
    }

    private static BytePairModel MakeBytePair(SentencePieceModel model, Vocabulary vocabulary) => new(
        vocabulary,
        SentencePieceMerges.Make(model, vocabulary),
        new CharacterSymbols(vocabulary, new UnknownRule(model.UnknownId, Fuses: true), model.ByteFallback),
        ignoreMerges: false);

    private static UnigramModel MakeUnigram(SentencePieceModel model, Vocabulary vocabulary) =>
        new(vocabulary, UnigramScores.FromSentencePiece(model), model.ByteFallback);

    private static IEnumerable<AddedToken> AddedTokens(SentencePieceModel model, bool recognizesControls)
    {
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            (string text, _, PieceType type) = model.Pieces[id];
            if (type is PieceType.Control or PieceType.Unknown)
            {
                yield return new AddedToken(id, text) { Special = true, Silent = !recognizesControls };
            }
            else if (type == PieceType.UserDefined && model.IsBytePair)
            {
                yield return new AddedToken(id, text) { Normalized = true };
            }
        }
    }
}
