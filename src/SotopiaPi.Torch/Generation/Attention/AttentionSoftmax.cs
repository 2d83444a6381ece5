using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SotopiaPi.Torch;

/// <summary>Softmax over the scores of the keys that a row sees, in vectors of 16 that begin at multiples of 16.</summary>
internal static unsafe class AttentionSoftmax
{
    /// <summary>Replaces products of query and keys by weights that add up to 1; what lies in the same vectors outside of [first, end) becomes 0.</summary>
    /// <param name="scores">The products.</param>
    /// <param name="first">The first key seen.</param>
    /// <param name="end">One after the last key seen.</param>
    /// <param name="scale">What products are multiplied with.</param>
    /// <param name="cap">c where scaled products become c·tanh(x/c); null for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* scores, int first, int end, float scale, float? cap)
    {
        int start = first / 16 * 16;
        if (cap is { } limit)
        {
            Cap(scores, start, end, scale, limit);
            scale = 1;
        }

        Hide(scores, start, first);
        Hide(scores, end, (end + 15) / 16 * 16);
        Vector512<float> largest = Vector512.Load(scores + start);
        for (int i = start + 16; i < end; i += 16)
        {
            largest = Vector512.Max(largest, Vector512.Load(scores + i));
        }

        var (max, by) = (Vector512.Create(Lane512.Largest(new(largest))), Vector512.Create(scale));
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = start; i < end; i += 16)
        {
            Vector512<float> weight = Lane512.ExpOfNegative(new((Vector512.Load(scores + i) - max) * by)).Value;
            weight.Store(scores + i);
            sum += weight;
        }

        var share = Vector512.Create(1 / Vector512.Sum(sum));
        for (int i = start; i < end; i += 16)
        {
            (Vector512.Load(scores + i) * share).Store(scores + i);
        }
    }

    /// <summary>c·tanh(x/c), with tanh(y) = 1 − 2/(exp(2y) + 1).</summary>
    private static void Cap(float* scores, int start, int end, float scale, float cap)
    {
        for (int i = start; i < end; i += 16)
        {
            Vector512<float> twice = Vector512.Exp(Vector512.Load(scores + i) * (2 * scale / cap));
            ((Vector512<float>.One - (Vector512.Create(2f) / (twice + Vector512<float>.One))) * cap).Store(scores + i);
        }
    }

    private static void Hide(float* scores, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            scores[i] = float.NegativeInfinity;
        }
    }
}
