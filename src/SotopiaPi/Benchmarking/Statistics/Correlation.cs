using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace SotopiaPi;

/// <summary>Correlation of two measurements of the same things, e.g. a judge's and a person's ratings.</summary>
public static class Correlation
{
    /// <summary>Computes Pearson's correlation, with the interval of Fisher's z (Fisher 1921).</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The result; undefined when one side is constant.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two complete pairs.</exception>
    public static CorrelationResult Pearson(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        sample.RequireTwoPairs("A correlation");
        double? r = Coefficient(sample.First, sample.Second);
        double? p = r is null ? null : sample.Count == 2 ? 1 : PValue(r.Value, sample.Count);
        return WithInterval(new CorrelationResult(r, p, sample.Count), variance: 1);
    }

    /// <summary>Computes Spearman's rank correlation, with the interval of Bonett and Wright (2000); ties get their mean rank.</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The result; undefined when one side is constant. Two pairs have no p-value.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two complete pairs.</exception>
    public static CorrelationResult Spearman(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        sample.RequireTwoPairs("A rank correlation");
        double? rho = Coefficient(Ranks.Of(sample.First), Ranks.Of(sample.Second));
        double? p = rho is null || sample.Count == 2 ? null : PValue(rho.Value, sample.Count);
        return WithInterval(new CorrelationResult(rho, p, sample.Count), variance: 1 + (rho * rho / 2) ?? 1);
    }

    /// <summary>Computes the mean squared difference.</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The mean; <see langword="null"/> without a complete pair.</returns>
    public static double? MeanSquaredError(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Count == 0 ? null : sample.Differences.Average(difference => difference * difference);
    }

    /// <summary>Tests whether two Pearson correlations of different samples are equal, by the difference of their Fisher's z.</summary>
    /// <param name="first">The first correlation.</param>
    /// <param name="firstCount">The number of its pairs; at least 4.</param>
    /// <param name="second">The second correlation.</param>
    /// <param name="secondCount">The number of its pairs; at least 4.</param>
    /// <returns>The two-sided p-value, from 0 to 1; <see langword="null"/> when a sample has fewer than four pairs or a correlation is ±1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A correlation is not between −1 and 1.</exception>
    public static double? DifferenceP(double first, int firstCount, double second, int secondCount)
    {
        CheckCoefficient(first, nameof(first));
        CheckCoefficient(second, nameof(second));
        if (firstCount < 4 || secondCount < 4 || Math.Abs(first) == 1 || Math.Abs(second) == 1)
        {
            return null;
        }

        double z = (Math.Atanh(first) - Math.Atanh(second)) / Math.Sqrt((1.0 / (firstCount - 3)) + (1.0 / (secondCount - 3)));
        return 2 * Normal.CDF(0, 1, -Math.Abs(z));
    }

    private static void CheckCoefficient(double value, string name)
    {
        if (!(value is >= -1 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A correlation lies between -1 and 1.");
        }
    }

    private static CorrelationResult WithInterval(CorrelationResult result, double variance)
    {
        if (result.Coefficient is not { } r || result.Count < 4)
        {
            return result;
        }

        double margin = Normal.InvCDF(0, 1, 0.975) * Math.Sqrt(variance / (result.Count - 3));
        return result with { Low = Math.Tanh(Math.Atanh(r) - margin), High = Math.Tanh(Math.Atanh(r) + margin) };
    }

    private static double? Coefficient(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.Count; i++)
        {
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        return xx == 0 || yy == 0 ? null : Math.Clamp(xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1);
    }

    /// <summary>The tail of r, the same as that of its t statistic, without the division by 1 − r².</summary>
    private static double PValue(double r, int count) => SpecialFunctions.BetaRegularized((count - 2) / 2.0, 0.5, Math.Max(0, (1 - r) * (1 + r)));
}
