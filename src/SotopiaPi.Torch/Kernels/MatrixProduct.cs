using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Multiplies large float32 matrices on the CPU: C = A·B or C += A·B. A row of C has the same bits whatever rows lie beside it and however
/// many threads compute.
/// </summary>
internal static unsafe class MatrixProduct
{
    private const int ChunkRows = 1024;                      // rows of A that meet a panel of B while it lies in the nearest cache
    private const int Depth = 192;                           // of a panel: 24 KiB
    private const int PanelColumns = 512;                    // of a piece of work

    /// <summary>Multiplies.</summary>
    /// <param name="a">A [rows, depth].</param>
    /// <param name="b">B [depth, columns].</param>
    /// <param name="c">C [rows, columns], columns side by side.</param>
    /// <param name="rows">The rows of A and C.</param>
    /// <param name="columns">The columns of B and C.</param>
    /// <param name="depth">The columns of A and rows of B. At least 1.</param>
    /// <param name="add">Whether the product is added to what C holds.</param>
    public static void Multiply(MatrixView a, MatrixView b, MatrixView c, int rows, int columns, int depth, bool add)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Multiply<Lane512>(a, b, c, rows, columns, depth, add);
        }
        else
        {
            Multiply<Lane256>(a, b, c, rows, columns, depth, add);
        }
    }

    private static void Multiply<T>(MatrixView a, MatrixView b, MatrixView c, int rows, int columns, int depth, bool add) where T : struct, ILane<T>
    {
        int threads = get_num_threads();
        int chunk = Math.Clamp(HeadShape.Padded((rows + threads - 1) / threads, T.RowStep), T.RowStep, ChunkRows);
        int across = (columns + PanelColumns - 1) / PanelColumns;
        int pieces = (rows + chunk - 1) / chunk * across;
        ThreadTeam.For(pieces, One);

        void One(int piece)
        {
            int row = piece / across * chunk;
            int column = piece % across * PanelColumns;
            Piece<T>(a, b, c, row, Math.Min(chunk, rows - row), column, Math.Min(columns, column + PanelColumns), depth, add);
        }
    }

    private static void Piece<T>(MatrixView a, MatrixView b, MatrixView c, int row, int rows, int column, int columnEnd, int depth, bool add) where T : struct, ILane<T>
    {
        int width = columnEnd - column <= T.Width ? T.Width : 2 * T.Width;              // an adapter's rank fills no more
        float* panel = stackalloc float[(Depth * 32) + (8 * 32) + 16];
        panel = (float*)(((nint)panel + 63) & ~63);
        float* tile = panel + (Depth * 32);
        int whole = rows / T.RowStep * T.RowStep;
        for (int k = 0; k < depth; k += Depth)
        {
            int deep = Math.Min(Depth, depth - k);
            bool more = add || k > 0;
            for (int n = column; n < columnEnd; n += width)
            {
                int wide = Math.Min(width, columnEnd - n);
                Pack(b, k, n, deep, wide, width, panel);
                if (wide == width)
                {
                    TileProduct.Multiply<T>(a.At(row, k), a.Row, a.Column, panel, width, c.At(row, n), c.Row, whole, width, deep, more);
                }
                else
                {
                    Rest<T>(a, panel, tile, c, row, whole, k, n, deep, wide, width, more);
                }

                if (whole < rows)
                {
                    LastRows<T>(a, panel, tile, c, row + whole, rows - whole, k, n, deep, wide, width, more);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(MatrixView b, int k, int n, int deep, int wide, int width, float* panel)
    {
        if (b.Column == 1)
        {
            for (int i = 0; i < deep; i++, panel += width)
            {
                new ReadOnlySpan<float>(b.At(k + i, n), wide).CopyTo(new Span<float>(panel, wide));
                new Span<float>(panel + wide, width - wide).Clear();
            }

            return;
        }

        for (int j = 0; j < width; j++)
        {
            float* source = b.At(k, n + j);
            float* target = panel + j;
            for (int i = 0; i < deep; i++, target += width)
            {
                *target = j < wide ? source[i * b.Row] : 0;
            }
        }
    }

    // The last columns: by way of a tile, of which only what is there is copied.
    private static void Rest<T>(MatrixView a, float* panel, float* tile, MatrixView c, int row, int rows, int k, int n, int deep, int wide, int width, bool add) where T : struct, ILane<T>
    {
        for (int r = row; r < row + rows; r += T.RowStep)
        {
            TileProduct.Multiply<T>(a.At(r, k), a.Row, a.Column, panel, width, tile, width, T.RowStep, width, deep, add: false);
            Copy(tile, width, c, r, T.RowStep, n, wide, add);
        }
    }

    // The last rows: from a copy of A that is filled up with zeros.
    private static void LastRows<T>(MatrixView a, float* panel, float* tile, MatrixView c, int row, int rows, int k, int n, int deep, int wide, int width, bool add) where T : struct, ILane<T>
    {
        float* copy = stackalloc float[8 * Depth];
        for (int r = 0; r < T.RowStep; r++)
        {
            for (int i = 0; i < deep; i++)
            {
                copy[(r * Depth) + i] = r < rows ? *a.At(row + r, k + i) : 0;
            }
        }

        TileProduct.Multiply<T>(copy, Depth, 1, panel, width, tile, width, T.RowStep, width, deep, add: false);
        Copy(tile, width, c, row, rows, n, wide, add);
    }

    private static void Copy(float* tile, int width, MatrixView c, int row, int rows, int n, int wide, bool add)
    {
        for (int r = 0; r < rows; r++)
        {
            float* target = c.At(row + r, n);
            for (int j = 0; j < wide; j++)
            {
                target[j] = tile[(r * width) + j] + (add ? target[j] : 0);
            }
        }
    }
}
