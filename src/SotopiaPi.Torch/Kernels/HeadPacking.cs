namespace SotopiaPi.Torch;

/// <summary>Copies a head's rows between tensors [N, H, Dh] and padded matrices.</summary>
internal static unsafe class HeadPacking
{
    private const int Block = 16;                            // rows that stay in the nearest cache while they become columns

    /// <summary>Copies rows between matrices of different distances between rows.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="stride">The distance between its rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">Dh.</param>
    /// <param name="target">The first row of the copy.</param>
    /// <param name="targetStride">The distance between its rows.</param>
    public static void Rows(float* source, nint stride, int rows, int size, float* target, nint targetStride)
    {
        for (int row = 0; row < rows; row++, source += stride, target += targetStride)
        {
            new ReadOnlySpan<float>(source, size).CopyTo(new Span<float>(target, size));
        }
    }

    /// <summary>Copies rows to columns: target [size, keys].</summary>
    public static void Columns(float* source, nint stride, int rows, int size, float* target, nint keys)
    {
        for (int first = 0; first < rows; first += Block)
        {
            int end = Math.Min(first + Block, rows);
            for (int i = 0; i < size; i++)
            {
                float* from = source + (first * stride) + i;
                for (int row = first; row < end; row++, from += stride)
                {
                    target[(i * keys) + row] = *from;
                }
            }
        }
    }

    /// <summary>Copies the group's heads of some tokens, times a factor, to rows token by token: target [tokens · group, wide].</summary>
    public static void Group<T>(float* source, nint stride, int tokens, in HeadShape shape, float factor, float* target) where T : struct, ILane<T>
    {
        for (int token = 0; token < tokens; token++, source += stride)
        {
            for (int g = 0; g < shape.Group; g++, target += shape.Wide)
            {
                RowMath.Scale<T>(source + (g * shape.Size), factor, target, shape.Size);
            }
        }
    }

    /// <summary>Copies rows back, times a factor of each.</summary>
    public static void Ungroup<T>(float* source, in HeadShape shape, int tokens, float* factors, float* target, nint stride) where T : struct, ILane<T>
    {
        for (int token = 0; token < tokens; token++, target += stride)
        {
            for (int g = 0; g < shape.Group; g++, source += shape.Wide)
            {
                RowMath.Scale<T>(source, *factors++, target + (g * shape.Size), shape.Size);
            }
        }
    }
}
