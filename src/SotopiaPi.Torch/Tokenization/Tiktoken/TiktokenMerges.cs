namespace SotopiaPi.Torch;

/// <summary>Turns ranks into merges: two tokens whose joint bytes are a token merge with that token's rank.</summary>
internal static class TiktokenMerges
{
    public static MergeTable Make(Vocabulary vocabulary)
    {
        List<(int Left, int Right, int Id)> merges = [];
        foreach ((string token, int id) in vocabulary.Entries)
        {
            for (int cut = 1; cut < token.Length; cut++)
            {
                int left = vocabulary.FindInModel(token.AsSpan(0, cut));
                int right = left < 0 ? -1 : vocabulary.FindInModel(token.AsSpan(cut));
                if (right >= 0)
                {
                    merges.Add((left, right, id));
                }
            }
        }

        MergeTable table = new(merges.Count);
        merges.ForEach(merge => table.Add(merge.Left, merge.Right, merge.Id, merge.Id));
        return table;
    }
}
