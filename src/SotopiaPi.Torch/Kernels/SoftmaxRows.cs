using System.Runtime.CompilerServices;

namespace SotopiaPi.Torch;

/// <summary>The row-wise parts of attention between its products.</summary>
internal static unsafe class SoftmaxRows
{
    /// <summary>Hides the keys that the queries do not see: −∞ outside each row's part.</summary>
    /// <param name="scores">[rows, columns].</param>
    /// <param name="columns">The distance between rows.</param>
    /// <param name="tokens">The queries, <paramref name="group"/> rows each.</param>
    /// <param name="group">Rows of a query.</param>
    /// <param name="position">The first query's position.</param>
    /// <param name="tile">The keys.</param>
    /// <param name="window">The number of keys that a query sees.</param>
    public static void Hide(float* scores, int columns, int tokens, int group, int position, in KeyTile tile, int window)
    {
        for (int token = 0; token < tokens; token++)
        {
            var (from, to) = tile.Seen(position + token, window);
            for (int g = 0; g < group; g++, scores += columns)
            {
                new Span<float>(scores, from).Fill(float.NegativeInfinity);
                new Span<float>(scores + to, columns - to).Fill(float.NegativeInfinity);
            }
        }
    }

    /// <summary>
    /// Takes a tile of scores into running maxima and sums, turns them into weights relative to the new maxima, and rescales what was
    /// mixed so far.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate<T>(float* scores, int columns, int rows, float* maxima, float* sums, float* mixed, int wide) where T : struct, ILane<T>
    {
        for (int row = 0; row < rows; row++, scores += columns, mixed += wide)
        {
            T highest = T.Load(scores);
            for (int i = T.Width; i < columns; i += T.Width)
            {
                highest = T.Max(highest, T.Load(scores + i));
            }

            float maximum = Math.Max(maxima[row], T.Largest(highest));
            if (float.IsNegativeInfinity(maximum))
            {
                new Span<float>(scores, columns).Clear();    // sees nothing so far
                continue;
            }

            float rescale = MathF.Exp(maxima[row] - maximum);
            maxima[row] = maximum;
            sums[row] = (sums[row] * rescale) + Exponentials<T>(scores, columns, maximum);
            if (rescale != 1)
            {
                RowMath.Scale<T>(mixed, rescale, mixed, wide);
            }
        }
    }

    /// <summary>Turns scores into weights, given each row's logarithm of its sum of exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights<T>(float* scores, int columns, int rows, float* logSums) where T : struct, ILane<T>
    {
        for (int row = 0; row < rows; row++, scores += columns)
        {
            _ = Exponentials<T>(scores, columns, logSums[row]);
        }
    }

    /// <summary>Gives the scores' gradient: weight · (gradient of the weight − the row's mean of it), in the place of the latter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<T>(float* weights, float* gradients, int columns, int rows, float* means) where T : struct, ILane<T>
    {
        for (int row = 0; row < rows; row++, weights += columns, gradients += columns)
        {
            T mean = T.Of(means[row]);
            for (int i = 0; i < columns; i += T.Width)
            {
                T.Store(gradients + i, T.Multiply(T.Load(weights + i), T.Subtract(T.Load(gradients + i), mean)));
            }
        }
    }

    private static float Exponentials<T>(float* scores, int columns, float offset) where T : struct, ILane<T>
    {
        T sum = T.Zero;
        T shift = T.Of(offset);
        for (int i = 0; i < columns; i += T.Width)
        {
            T weight = T.ExpOfNegative(T.Subtract(T.Load(scores + i), shift));
            T.Store(scores + i, weight);
            sum = T.Add(sum, weight);
        }

        return T.Sum(sum);
    }
}
