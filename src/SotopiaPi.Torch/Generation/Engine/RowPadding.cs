namespace SotopiaPi.Torch;

/// <summary>
/// How many rows a pass gets, so that a row's numbers do not depend on the others. Measured (torchsharp 0.107, libtorch 2.10 with MKL, AVX2 and AVX-512,
/// 1 and 2 threads): products of at least 16 rows give each row the same bits at every count and position. Element-wise functions compute what does not
/// fill a pair of vectors with other code, so the part of the tensor that one thread gets must be a multiple of 32 numbers.
/// </summary>
/// <param name="config">The decoder.</param>
/// <param name="deterministic">False leaves the rows as they are.</param>
internal sealed class RowPadding(DecoderConfig config, bool deterministic)
{
    private const int LeastRows = 16;
    private const int VectorPair = 32;

    private readonly int _granularity = VectorPair / Gcd(VectorPair, Gcd(config.IntermediateSize, config.LogitSoftCap is null ? config.IntermediateSize : config.VocabularySize));

    /// <summary>The number of rows to compute for a number of rows wanted.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="threads">The number of threads that share one operation.</param>
    public int Padded(int rows, int threads)
    {
        if (!deterministic)
        {
            return rows;
        }

        int unit = _granularity * threads;
        return (Math.Max(rows, LeastRows) + unit - 1) / unit * unit;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
