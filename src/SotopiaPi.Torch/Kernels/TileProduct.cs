using System.Runtime.CompilerServices;

namespace SotopiaPi.Torch;

/// <summary>Multiplies small matrices that lie in the nearest cache: C = A·B or C += A·B, tile by tile in registers.</summary>
internal static unsafe class TileProduct
{
    /// <summary>Multiplies.</summary>
    /// <param name="a">A [rows, depth] with any strides: a transposed matrix has its own exchanged.</param>
    /// <param name="aRow">The distance between rows of A, in numbers.</param>
    /// <param name="aColumn">The distance between columns of A.</param>
    /// <param name="b">B [depth, columns]; the columns of a row lie side by side.</param>
    /// <param name="bRow">The distance between rows of B.</param>
    /// <param name="c">C [rows, columns], laid out as B.</param>
    /// <param name="cRow">The distance between rows of C.</param>
    /// <param name="rows">A multiple of <see cref="ILane{T}.RowStep"/>.</param>
    /// <param name="columns"><see cref="ILane{T}.Width"/>, or a multiple of twice that.</param>
    /// <param name="depth">At least 1.</param>
    /// <param name="add">Whether the product is added to what C holds.</param>
    public static void Multiply<T>(float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow, int rows, int columns, int depth, bool add)
        where T : struct, ILane<T>
    {
        if (columns == T.Width)
        {
            for (int m = 0; m < rows; m += 4)
            {
                FourNarrow<T>(a + (m * aRow), aRow, aColumn, b, bRow, c + (m * cRow), cRow, depth, add);
            }

            return;
        }

        for (int n = 0; n < columns; n += 2 * T.Width)
        {
            for (int m = 0; m < rows; m += T.RowStep)
            {
                if (T.RowStep == 8)
                {
                    Eight<T>(a + (m * aRow), aRow, aColumn, b + n, bRow, c + (m * cRow) + n, cRow, depth, add);
                }
                else
                {
                    Four<T>(a + (m * aRow), aRow, aColumn, b + n, bRow, c + (m * cRow) + n, cRow, depth, add);
                }
            }
        }
    }

    // Spelled out, because accumulators stay in registers only as locals.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight<T>(float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow, int depth, bool add)
        where T : struct, ILane<T>
    {
        T s00 = T.Zero, s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
        T s40 = s00, s41 = s00, s50 = s00, s51 = s00, s60 = s00, s61 = s00, s70 = s00, s71 = s00;
        for (int k = 0; k < depth; k++, a += aColumn, b += bRow)
        {
            T left = T.Load(b), right = T.Load(b + T.Width);
            float* x = a;
            T factor = T.Of(*x);
            s00 = T.MultiplyAdd(factor, left, s00);
            s01 = T.MultiplyAdd(factor, right, s01);
            factor = T.Of(*(x += aRow));
            s10 = T.MultiplyAdd(factor, left, s10);
            s11 = T.MultiplyAdd(factor, right, s11);
            factor = T.Of(*(x += aRow));
            s20 = T.MultiplyAdd(factor, left, s20);
            s21 = T.MultiplyAdd(factor, right, s21);
            factor = T.Of(*(x += aRow));
            s30 = T.MultiplyAdd(factor, left, s30);
            s31 = T.MultiplyAdd(factor, right, s31);
            factor = T.Of(*(x += aRow));
            s40 = T.MultiplyAdd(factor, left, s40);
            s41 = T.MultiplyAdd(factor, right, s41);
            factor = T.Of(*(x += aRow));
            s50 = T.MultiplyAdd(factor, left, s50);
            s51 = T.MultiplyAdd(factor, right, s51);
            factor = T.Of(*(x += aRow));
            s60 = T.MultiplyAdd(factor, left, s60);
            s61 = T.MultiplyAdd(factor, right, s61);
            factor = T.Of(*(x + aRow));
            s70 = T.MultiplyAdd(factor, left, s70);
            s71 = T.MultiplyAdd(factor, right, s71);
        }

        Put(c, s00, s01, add);
        Put(c += cRow, s10, s11, add);
        Put(c += cRow, s20, s21, add);
        Put(c += cRow, s30, s31, add);
        Put(c += cRow, s40, s41, add);
        Put(c += cRow, s50, s51, add);
        Put(c += cRow, s60, s61, add);
        Put(c + cRow, s70, s71, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<T>(float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow, int depth, bool add)
        where T : struct, ILane<T>
    {
        T s00 = T.Zero, s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
        for (int k = 0; k < depth; k++, a += aColumn, b += bRow)
        {
            T left = T.Load(b), right = T.Load(b + T.Width);
            float* x = a;
            T factor = T.Of(*x);
            s00 = T.MultiplyAdd(factor, left, s00);
            s01 = T.MultiplyAdd(factor, right, s01);
            factor = T.Of(*(x += aRow));
            s10 = T.MultiplyAdd(factor, left, s10);
            s11 = T.MultiplyAdd(factor, right, s11);
            factor = T.Of(*(x += aRow));
            s20 = T.MultiplyAdd(factor, left, s20);
            s21 = T.MultiplyAdd(factor, right, s21);
            factor = T.Of(*(x + aRow));
            s30 = T.MultiplyAdd(factor, left, s30);
            s31 = T.MultiplyAdd(factor, right, s31);
        }

        Put(c, s00, s01, add);
        Put(c += cRow, s10, s11, add);
        Put(c += cRow, s20, s21, add);
        Put(c + cRow, s30, s31, add);
    }

    // Two sums for each row, so that one product does not wait for the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourNarrow<T>(float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow, int depth, bool add)
        where T : struct, ILane<T>
    {
        T s00 = T.Zero, s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
        int k = 0;
        for (; k < depth - 1; k += 2, a += 2 * aColumn, b += 2 * bRow)
        {
            T even = T.Load(b), odd = T.Load(b + bRow);
            float* x = a;
            s00 = T.MultiplyAdd(T.Of(*x), even, s00);
            s01 = T.MultiplyAdd(T.Of(x[aColumn]), odd, s01);
            x += aRow;
            s10 = T.MultiplyAdd(T.Of(*x), even, s10);
            s11 = T.MultiplyAdd(T.Of(x[aColumn]), odd, s11);
            x += aRow;
            s20 = T.MultiplyAdd(T.Of(*x), even, s20);
            s21 = T.MultiplyAdd(T.Of(x[aColumn]), odd, s21);
            x += aRow;
            s30 = T.MultiplyAdd(T.Of(*x), even, s30);
            s31 = T.MultiplyAdd(T.Of(x[aColumn]), odd, s31);
        }

        if (k < depth)
        {
            T last = T.Load(b);
            s00 = T.MultiplyAdd(T.Of(*a), last, s00);
            s10 = T.MultiplyAdd(T.Of(a[aRow]), last, s10);
            s20 = T.MultiplyAdd(T.Of(a[2 * aRow]), last, s20);
            s30 = T.MultiplyAdd(T.Of(a[3 * aRow]), last, s30);
        }

        PutOne(c, T.Add(s00, s01), add);
        PutOne(c += cRow, T.Add(s10, s11), add);
        PutOne(c += cRow, T.Add(s20, s21), add);
        PutOne(c + cRow, T.Add(s30, s31), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutOne<T>(float* c, T sum, bool add) where T : struct, ILane<T> =>
        T.Store(c, add ? T.Add(T.Load(c), sum) : sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(float* c, T left, T right, bool add) where T : struct, ILane<T>
    {
        T.Store(c, add ? T.Add(T.Load(c), left) : left);
        T.Store(c + T.Width, add ? T.Add(T.Load(c + T.Width), right) : right);
    }
}
