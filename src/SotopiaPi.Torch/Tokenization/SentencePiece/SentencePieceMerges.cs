namespace SotopiaPi.Torch;

/// <summary>
/// Turns the scores of a byte-pair SentencePiece model into merges: two pieces whose joint text is a piece merge with that piece's score;
/// equal scores have equal rank, so that the leftmost goes first.
/// </summary>
internal static class SentencePieceMerges
{
    public static MergeTable Make(SentencePieceModel model, Vocabulary vocabulary)
    {
        Dictionary<float, int> ranks = model.Pieces
            .Where(IsMergeable)
            .Select(piece => piece.Score)
            .Distinct()
            .OrderDescending()
            .Select((score, rank) => (score, rank))
            .ToDictionary(pair => pair.score, pair => pair.rank);
        List<(int Left, int Right, int Rank, int Id)> merges = [];
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            SentencePiece piece = model.Pieces[id];
            for (int cut = 1; IsMergeable(piece) && cut < piece.Text.Length; cut++)
            {
                int left = Part(piece.Text.AsSpan(0, cut), model, vocabulary);
                int right = left < 0 ? -1 : Part(piece.Text.AsSpan(cut), model, vocabulary);
                if (right >= 0)
                {
                    merges.Add((left, right, ranks[piece.Score], id));
                }
            }
        }

        MergeTable table = new(merges.Count);
        merges.ForEach(merge => table.Add(merge.Left, merge.Right, merge.Rank, merge.Id));
        return table;
    }

    private static int Part(ReadOnlySpan<char> text, SentencePieceModel model, Vocabulary vocabulary)
    {
        int id = char.IsLowSurrogate(text[0]) ? -1 : vocabulary.FindInModel(text);
        return id >= 0 && IsMergeable(model.Pieces[id]) ? id : -1;
    }

    private static bool IsMergeable(SentencePiece piece) => piece.Type == PieceType.Normal && !float.IsNaN(piece.Score);
}
