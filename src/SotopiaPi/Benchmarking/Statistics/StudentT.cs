using MathNet.Numerics;
using TDistribution = MathNet.Numerics.Distributions.StudentT;

namespace SotopiaPi;

/// <summary>Student's t distribution: quantiles and tail probabilities.</summary>
public static class StudentT
{
    /// <summary>Computes the half-width of a t interval in standard errors, e.g. t₀.₉₇₅ for a confidence of 0.95.</summary>
    /// <param name="confidence">The coverage, between 0.5 and 0.999.</param>
    /// <param name="degreesOfFreedom">The degrees of freedom; more than 0.</param>
    /// <returns>The quantile.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double TwoSidedQuantile(double confidence, double degreesOfFreedom)
    {
        CheckConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        return TDistribution.InvCDF(0, 1, degreesOfFreedom, 0.5 + (confidence / 2));
    }

    /// <summary>Computes the probability of a value at least as far from 0. Accurate far out in the tail.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="degreesOfFreedom">The degrees of freedom; more than 0.</param>
    /// <returns>The two-sided p-value, from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degreesOfFreedom"/> is not positive.</exception>
    public static double TwoSidedP(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        return double.IsInfinity(t) ? 0 : SpecialFunctions.BetaRegularized(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + (t * t)));
    }

    internal static void CheckConfidence(double confidence)
    {
        if (!(confidence is >= 0.5 and <= 0.999))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0.5 and 0.999, e.g. 0.95.");
        }
    }
}
