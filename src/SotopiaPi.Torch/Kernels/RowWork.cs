namespace SotopiaPi.Torch;

/// <summary>Shares rows out to threads in chunks whose size depends on the rows alone, so that sums over chunks are the same with any number of threads.</summary>
internal static class RowWork
{
    /// <summary>The rows of a chunk.</summary>
    public const int Chunk = 128;

    private const int WorthSharing = 1 << 15;                // numbers; below it a thread takes longer to begin

    /// <summary>What to do with the rows of a chunk.</summary>
    public delegate void Visit(int chunk, int from, int to);

    /// <summary>Gives the number of chunks of so many rows.</summary>
    public static int Chunks(int rows) => (rows + Chunk - 1) / Chunk;

    /// <summary>Visits all rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="width">The numbers of a row.</param>
    /// <param name="visit">Called once for each chunk.</param>
    public static void For(int rows, int width, Visit visit) => ThreadTeam.For(
        Chunks(rows), chunk => visit(chunk, chunk * Chunk, Math.Min(rows, (chunk + 1) * Chunk)), isWorthSharing: (long)rows * width >= WorthSharing);
}
