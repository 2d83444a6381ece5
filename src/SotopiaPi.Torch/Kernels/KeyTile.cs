namespace SotopiaPi.Torch;

/// <summary>Some keys of a span against a tile of queries.</summary>
/// <param name="Key">The first key's row within the component.</param>
/// <param name="Count">The number of keys.</param>
/// <param name="Position">The first key's position.</param>
/// <param name="IsWhole">Whether every query of the tile sees all of them.</param>
internal readonly record struct KeyTile(int Key, int Count, int Position, bool IsWhole)
{
    /// <summary>Lists what a tile of queries sees, nearest to the root first.</summary>
    /// <param name="spans">The spans that the queries continue, then their own.</param>
    /// <param name="first">The first query's position.</param>
    /// <param name="last">The last query's position.</param>
    /// <param name="window">The number of keys that a query sees.</param>
    /// <param name="componentStart">The component's first row.</param>
    /// <param name="tiles">Receives the tiles.</param>
    public static void List(IReadOnlyList<TokenSpan> spans, int first, int last, int window, int componentStart, List<KeyTile> tiles)
    {
        tiles.Clear();
        foreach (TokenSpan span in spans)
        {
            for (int offset = 0; offset < span.Count; offset += HeadShape.TileKeys)
            {
                int position = span.Position + offset;
                int count = Math.Min(HeadShape.TileKeys, span.Count - offset);
                if (position > last)
                {
                    return;
                }

                count = Math.Min(count, last - position + 1);
                if (first - (position + count - 1) < window)
                {
                    tiles.Add(new KeyTile(span.Start - componentStart + offset, count, position, position + count - 1 <= first && last - position < window));
                }
            }
        }
    }

    /// <summary>Gives the part of the tile that a query at a position sees: [from, to).</summary>
    public (int From, int To) Seen(int position, int window) =>
        (Math.Clamp(position - window + 1 - Position, 0, Count), Math.Clamp(position + 1 - Position, 0, Count));
}
