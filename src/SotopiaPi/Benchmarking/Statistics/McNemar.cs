using MathNet.Numerics;

namespace SotopiaPi;

/// <summary>McNemar's test in its exact form: whether two answerers of the same questions differ in their share of right answers (McNemar 1947).</summary>
public static class McNemar
{
    /// <summary>Tests pairs.</summary>
    /// <param name="pairs">For each question whether the first and the second were right.</param>
    /// <returns>The result; the p-value is that of a fair coin thrown once for each question on which they differ, two-sided.</returns>
    public static McNemarResult Test(IReadOnlyList<(bool First, bool Second)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        int onlyFirst = pairs.Count(pair => pair is { First: true, Second: false });
        int onlySecond = pairs.Count(pair => pair is { First: false, Second: true });
        int different = onlyFirst + onlySecond;
        int fewer = Math.Min(onlyFirst, onlySecond);
        // P(X ≤ k) of n throws is the incomplete beta function at ½ of (n − k, k + 1).
        double p = different == 0 || fewer * 2 == different ? 1 : Math.Min(1, 2 * SpecialFunctions.BetaRegularized(different - fewer, fewer + 1, 0.5));
        return new McNemarResult(onlyFirst, onlySecond, p);
    }
}

/// <summary>The result of McNemar's test.</summary>
/// <param name="OnlyFirst">The questions that only the first got right.</param>
/// <param name="OnlySecond">The questions that only the second got right.</param>
/// <param name="PValue">The exact two-sided p-value; 1 when they differ nowhere.</param>
public sealed record McNemarResult(int OnlyFirst, int OnlySecond, double PValue);
