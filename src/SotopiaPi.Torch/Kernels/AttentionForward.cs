namespace SotopiaPi.Torch;

/// <summary>
/// Computes attention tile by tile with running maxima and sums (arXiv:2205.14135), a component and a key head at a time. No score is
/// computed that nobody sees, but for the rest of tiles on the diagonal.
/// </summary>
internal sealed unsafe class AttentionForward<T> : IAttentionPass where T : struct, ILane<T>
{
    private readonly NativeScratch _scratch = new();
    private readonly List<KeyTile> _tiles = [];

    public void Run(AttentionComponent component, int keyHead, (int First, int Every) share, in AttentionSizes sizes, in AttentionPointers at)
    {
        int group = sizes.Heads / sizes.KeyHeads;
        HeadShape shape = HeadShape.Of<T>(component.Count, group, sizes.Size);
        _scratch.Reset(((nint)2 * shape.Keys * shape.Wide) + (shape.TileRows * ((2 * shape.Wide) + HeadShape.TileKeys + 3)));
        float* keys = _scratch.Take((nint)shape.Keys * shape.Wide);                     // [Dh, keys]
        float* values = _scratch.Take((nint)shape.Keys * shape.Wide);                   // [keys, Dh]
        nint offset = (((nint)component.Start * sizes.KeyHeads) + keyHead) * sizes.Size;
        HeadPacking.Columns(at.Key + offset, (nint)sizes.KeyHeads * sizes.Size, component.Count, sizes.Size, keys, shape.Keys);
        HeadPacking.Rows(at.Value + offset, (nint)sizes.KeyHeads * sizes.Size, component.Count, sizes.Size, values, shape.Wide);
        Tile tile = new()
        {
            Query = _scratch.Take((nint)shape.TileRows * shape.Wide),
            Mixed = _scratch.Take((nint)shape.TileRows * shape.Wide),
            Scores = _scratch.Take(shape.TileRows * HeadShape.TileKeys),
            Maxima = _scratch.Take(shape.TileRows),
            Sums = _scratch.Take(shape.TileRows),
            Factors = _scratch.Take(shape.TileRows),
        };
        int tileIndex = 0;
        foreach (AttentionSegment segment in component.Segments)
        {
            TokenSpan[] spans = [.. segment.Before, segment.Own];
            for (int first = 0; first < segment.Own.Count; first += shape.TileTokens)
            {
                if (tileIndex++ % share.Every != share.First)
                {
                    continue;
                }

                int tokens = Math.Min(shape.TileTokens, segment.Own.Count - first);
                int position = segment.Own.Position + first;
                KeyTile.List(spans, position, position + tokens - 1, sizes.Window, component.Start, _tiles);
                Attend(tile, keys, values, segment.Own.Start + first, tokens, position, keyHead * group, shape, sizes, at);
            }
        }
    }

    public void Dispose() => _scratch.Dispose();

    private void Attend(in Tile tile, float* keys, float* values, int row, int tokens, int position, int head, in HeadShape shape, in AttentionSizes sizes, in AttentionPointers at)
    {
        int rows = tokens * shape.Group;
        int padded = HeadShape.Padded(rows, T.RowStep);
        nint offset = (((nint)row * sizes.Heads) + head) * sizes.Size;
        nint stride = (nint)sizes.Heads * sizes.Size;
        HeadPacking.Group<T>(at.Query + offset, stride, tokens, shape, sizes.Scale, tile.Query);
        new Span<float>(tile.Mixed, padded * shape.Wide).Clear();
        new Span<float>(tile.Maxima, padded).Fill(float.NegativeInfinity);
        new Span<float>(tile.Sums, padded).Clear();
        foreach (KeyTile part in _tiles)
        {
            int columns = HeadShape.Padded(part.Count, 2 * T.Width);
            TileProduct.Multiply<T>(tile.Query, shape.Wide, 1, keys + part.Key, shape.Keys, tile.Scores, columns, padded, columns, shape.Size, add: false);
            if (!part.IsWhole || columns != part.Count)
            {
                SoftmaxRows.Hide(tile.Scores, columns, tokens, shape.Group, position, part, sizes.Window);
            }

            SoftmaxRows.Accumulate<T>(tile.Scores, columns, rows, tile.Maxima, tile.Sums, tile.Mixed, shape.Wide);
            TileProduct.Multiply<T>(tile.Scores, columns, 1, values + ((nint)part.Key * shape.Wide), shape.Wide, tile.Mixed, shape.Wide, padded, shape.Wide, columns, add: true);
        }

        for (int r = 0; r < rows; r++)
        {
            tile.Factors[r] = 1 / tile.Sums[r];
            at.LogSum[(((nint)row + (r / shape.Group)) * sizes.Heads) + head + (r % shape.Group)] = tile.Maxima[r] + MathF.Log(tile.Sums[r]);
        }

        HeadPacking.Ungroup<T>(tile.Mixed, shape, tokens, tile.Factors, at.Output + offset, stride);
    }

    private readonly struct Tile
    {
        public required float* Query { get; init; }

        public required float* Mixed { get; init; }

        public required float* Scores { get; init; }

        public required float* Maxima { get; init; }

        public required float* Sums { get; init; }

        public required float* Factors { get; init; }
    }
}
