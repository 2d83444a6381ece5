namespace SotopiaPi.Torch;

/// <summary>Sizes of a head's tiles: everything is padded with zeros, so that kernels need no remainders.</summary>
/// <param name="Group">Query heads that share a key head.</param>
/// <param name="Size">The width of a head, Dh.</param>
/// <param name="Wide">Dh, padded.</param>
/// <param name="Keys">The component's rows, padded by one tile of keys.</param>
/// <param name="TileTokens">The tokens of a tile of queries.</param>
/// <param name="TileRows">The rows of a tile of queries (tokens times group), padded.</param>
internal readonly record struct HeadShape(int Group, int Size, int Wide, int Keys, int TileTokens, int TileRows)
{
    /// <summary>Keys of a tile. A multiple of twice any lane's width.</summary>
    public const int TileKeys = 64;

    private const int Rows = 64;

    public static HeadShape Of<T>(int rows, int group, int size) where T : struct, ILane<T>
    {
        int tokens = Math.Max(1, Rows / group);
        return new HeadShape(group, size, Padded(size, 2 * T.Width), Padded(rows, TileKeys) + TileKeys, tokens, Padded(tokens * group, T.RowStep));
    }

    public static int Padded(int count, int step) => (count + step - 1) / step * step;
}
