namespace SotopiaPi.Torch;

/// <summary>Computes the gradients of <see cref="AttentionForward{T}"/>: the weights once more from the saved sums, then four products a tile.</summary>
internal sealed unsafe class AttentionBackward<T> : IAttentionPass where T : struct, ILane<T>
{
    private readonly NativeScratch _scratch = new();
    private readonly List<KeyTile> _tiles = [];

    public void Run(AttentionComponent component, int keyHead, (int First, int Every) share, in AttentionSizes sizes, in AttentionPointers at)
    {
        int group = sizes.Heads / sizes.KeyHeads;
        HeadShape shape = HeadShape.Of<T>(component.Count, group, sizes.Size);
        nint matrix = (nint)shape.Keys * shape.Wide;
        _scratch.Reset((5 * matrix) + (shape.TileRows * ((3 * shape.Wide) + (2 * HeadShape.TileKeys) + 3)));
        nint offset = (((nint)component.Start * sizes.KeyHeads) + keyHead) * sizes.Size;
        nint stride = (nint)sizes.KeyHeads * sizes.Size;
        Matrices of = new()
        {
            KeyRows = _scratch.Take(matrix),
            KeyColumns = _scratch.Take(matrix),
            ValueColumns = _scratch.Take(matrix),
            KeyGradient = _scratch.Take(matrix),
            ValueGradient = _scratch.Take(matrix),
            Query = _scratch.Take((nint)shape.TileRows * shape.Wide),
            Incoming = _scratch.Take((nint)shape.TileRows * shape.Wide),
            QueryGradient = _scratch.Take((nint)shape.TileRows * shape.Wide),
            Weights = _scratch.Take(shape.TileRows * HeadShape.TileKeys),
            Scores = _scratch.Take(shape.TileRows * HeadShape.TileKeys),
            LogSums = _scratch.Take(shape.TileRows),
            Means = _scratch.Take(shape.TileRows),
            Factors = _scratch.Take(shape.TileRows),
        };
        HeadPacking.Rows(at.Key + offset, stride, component.Count, sizes.Size, of.KeyRows, shape.Wide);
        HeadPacking.Columns(at.Key + offset, stride, component.Count, sizes.Size, of.KeyColumns, shape.Keys);
        HeadPacking.Columns(at.Value + offset, stride, component.Count, sizes.Size, of.ValueColumns, shape.Keys);
        new Span<float>(of.Factors, shape.TileRows).Fill(sizes.Scale);
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
                Propagate(of, segment.Own.Start + first, tokens, position, keyHead * group, shape, sizes, at);
            }
        }

        HeadPacking.Rows(of.KeyGradient, shape.Wide, component.Count, sizes.Size, at.KeyGradient + offset, stride);
        HeadPacking.Rows(of.ValueGradient, shape.Wide, component.Count, sizes.Size, at.ValueGradient + offset, stride);
    }

    public void Dispose() => _scratch.Dispose();

    private void Propagate(in Matrices of, int row, int tokens, int position, int head, in HeadShape shape, in AttentionSizes sizes, in AttentionPointers at)
    {
        int rows = tokens * shape.Group;
        int padded = HeadShape.Padded(rows, T.RowStep);
        nint offset = (((nint)row * sizes.Heads) + head) * sizes.Size;
        nint stride = (nint)sizes.Heads * sizes.Size;
        HeadPacking.Group<T>(at.Query + offset, stride, tokens, shape, sizes.Scale, of.Query);
        HeadPacking.Group<T>(at.OutputGradient + offset, stride, tokens, shape, 1, of.Incoming);
        new Span<float>(of.QueryGradient, padded * shape.Wide).Clear();
        ClearPadding(of, rows, padded, shape.Wide);
        Rows(of, row, rows, head, shape, sizes, at);
        foreach (KeyTile part in _tiles)
        {
            int columns = HeadShape.Padded(part.Count, 2 * T.Width);
            nint matrixRow = (nint)part.Key * shape.Wide;
            TileProduct.Multiply<T>(of.Query, shape.Wide, 1, of.KeyColumns + part.Key, shape.Keys, of.Weights, columns, padded, columns, shape.Size, add: false);
            if (!part.IsWhole || columns != part.Count)
            {
                SoftmaxRows.Hide(of.Weights, columns, tokens, shape.Group, position, part, sizes.Window);
            }

            SoftmaxRows.Weights<T>(of.Weights, columns, rows, of.LogSums);
            new Span<float>(of.Weights + (rows * columns), (padded - rows) * columns).Clear();
            TileProduct.Multiply<T>(of.Incoming, shape.Wide, 1, of.ValueColumns + part.Key, shape.Keys, of.Scores, columns, padded, columns, shape.Size, add: false);
            TileProduct.Multiply<T>(of.Weights, 1, columns, of.Incoming, shape.Wide, of.ValueGradient + matrixRow, shape.Wide, columns, shape.Wide, padded, add: true);
            SoftmaxRows.Gradient<T>(of.Weights, of.Scores, columns, padded, of.Means);
            TileProduct.Multiply<T>(of.Scores, columns, 1, of.KeyRows + matrixRow, shape.Wide, of.QueryGradient, shape.Wide, padded, shape.Wide, columns, add: true);
            TileProduct.Multiply<T>(of.Scores, 1, columns, of.Query, shape.Wide, of.KeyGradient + matrixRow, shape.Wide, columns, shape.Wide, padded, add: true);
        }

        HeadPacking.Ungroup<T>(of.QueryGradient, shape, tokens, of.Factors, at.QueryGradient + offset, stride);
    }

    // A short tile leaves rows of the one before it in the padding.
    private static void ClearPadding(in Matrices of, int rows, int padded, int wide)
    {
        new Span<float>(of.Query + (rows * wide), (padded - rows) * wide).Clear();
        new Span<float>(of.Incoming + (rows * wide), (padded - rows) * wide).Clear();
        new Span<float>(of.Means + rows, padded - rows).Clear();
    }

    // Each row's sum, and the mean of its weights' gradients, which is that of output times incoming gradient.
    private static void Rows(in Matrices of, int row, int rows, int head, in HeadShape shape, in AttentionSizes sizes, in AttentionPointers at)
    {
        for (int r = 0; r < rows; r++)
        {
            nint index = (((nint)row + (r / shape.Group)) * sizes.Heads) + head + (r % shape.Group);
            of.LogSums[r] = at.LogSum[index];
            of.Means[r] = RowMath.Dot<T>(at.Output + (index * sizes.Size), at.OutputGradient + (index * sizes.Size), sizes.Size);
        }
    }

    private readonly struct Matrices
    {
        public required float* KeyRows { get; init; }                                   // [keys, Dh]

        public required float* KeyColumns { get; init; }                                // [Dh, keys]

        public required float* ValueColumns { get; init; }                              // [Dh, keys]

        public required float* KeyGradient { get; init; }                               // [keys, Dh]

        public required float* ValueGradient { get; init; }                             // [keys, Dh]

        public required float* Query { get; init; }                                     // [rows, Dh], scaled

        public required float* Incoming { get; init; }                                  // [rows, Dh]

        public required float* QueryGradient { get; init; }                             // [rows, Dh], before the scale

        public required float* Weights { get; init; }                                   // [rows, tile]

        public required float* Scores { get; init; }                                    // [rows, tile]: gradients of weights, then of scores

        public required float* LogSums { get; init; }

        public required float* Means { get; init; }

        public required float* Factors { get; init; }
    }
}
