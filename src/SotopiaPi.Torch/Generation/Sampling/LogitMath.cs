using System.Numerics;
using System.Numerics.Tensors;

namespace SotopiaPi.Torch;

/// <summary>
/// Reductions over one row of logits, in an order that depends on its length alone, so that equal rows give equal bits wherever they lie
/// in memory. −∞ stands for a token that is not possible.
/// </summary>
internal static class LogitMath
{
    /// <summary>log Σ exp(x); NaN if any x is NaN, −∞ if no token is possible.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        float max = TensorPrimitives.Max(logits);
        return float.IsFinite(max) ? max + Math.Log(SumExp(logits, max)) : max;
    }

    /// <summary>Σ exp(x − max).</summary>
    public static double SumExp(ReadOnlySpan<float> logits, float max)
    {
        var sum = Vector<double>.Zero;
        for (int i = 0; i < logits.Length; i += Vector<float>.Count)
        {
            Vector<float> e = Vector.Exp(Load(logits, i) - new Vector<float>(max));
            Vector.Widen(e, out Vector<double> low, out Vector<double> high);
            sum += low + high;
        }

        return Vector.Sum(sum);
    }

    /// <summary>The token with the largest x + noise: a draw from the softmax of x.</summary>
    public static int DrawIndex(ReadOnlySpan<float> logits, CounterNoise noise)
    {
        var best = new Vector<float>(float.NegativeInfinity);
        var index = Vector<int>.Zero;
        for (int i = 0; i < logits.Length; i += Vector<float>.Count)
        {
            Vector<float> x = Load(logits, i);
            if (Vector.EqualsAll(x, new Vector<float>(float.NegativeInfinity)))
            {
                continue;
            }

            Vector<float> value = x + noise.At(i);
            Vector<int> better = Vector.GreaterThan(value, best);
            best = Vector.ConditionalSelect(better, value, best);
            index = Vector.ConditionalSelect(better, new Vector<int>(i) + Vector<int>.Indices, index);
        }

        int lane = 0;
        for (int other = 1; other < Vector<float>.Count; other++)
        {
            lane = best[other] > best[lane] || (best[other] == best[lane] && index[other] < index[lane]) ? other : lane;
        }

        return index[lane];
    }

    private static Vector<float> Load(ReadOnlySpan<float> logits, int i)
    {
        if (i <= logits.Length - Vector<float>.Count)
        {
            return new(logits[i..]);
        }

        Span<float> rest = stackalloc float[Vector<float>.Count];
        rest.Fill(float.NegativeInfinity);
        logits[i..].CopyTo(rest);
        return new(rest);
    }
}
