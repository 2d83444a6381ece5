using System.Runtime.Intrinsics;

namespace SotopiaPi.Torch;

/// <summary>Softmax over the scores of the keys that a row sees, in vectors of 16 that begin at multiples of 16.</summary>
internal static unsafe class AttentionSoftmax
{
    /// <summary>Replaces scores by weights that add up to 1; what lies in the same vectors outside of [first, end) becomes 0.</summary>
    public static void Apply(float* scores, int first, int end)
    {
        int start = first / 16 * 16;
        Hide(scores, start, first);
        Hide(scores, end, (end + 15) / 16 * 16);
        Vector512<float> largest = Vector512.Load(scores + start);
        for (int i = start + 16; i < end; i += 16)
        {
            largest = Vector512.Max(largest, Vector512.Load(scores + i));
        }

        var max = Vector512.Create(Lane512.Largest(new(largest)));
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = start; i < end; i += 16)
        {
            Vector512<float> weight = Lane512.ExpOfNegative(new(Vector512.Load(scores + i) - max)).Value;
            weight.Store(scores + i);
            sum += weight;
        }

        float scale = 1 / Vector512.Sum(sum);
        for (int i = start; i < end; i += 16)
        {
            (Vector512.Load(scores + i) * scale).Store(scores + i);
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
