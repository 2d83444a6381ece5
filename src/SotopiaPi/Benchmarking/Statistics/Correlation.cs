using MathNet.Numerics;

namespace SotopiaPi;

/// <summary>Correlation of two measurements of the same things, e.g. a judge's and a person's ratings.</summary>
public static class Correlation
{
    /// <summary>Computes Pearson's correlation.</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The result; undefined when one side is constant.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two complete pairs.</exception>
    public static CorrelationResult Pearson(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        sample.RequireTwoPairs("A correlation");
        double? r = Coefficient(sample.First, sample.Second);
        double? p = r is null ? null : sample.Count == 2 ? 1 : PValue(r.Value, sample.Count);
        return new CorrelationResult(r, p, sample.Count);
    }

    /// <summary>Computes Spearman's rank correlation; ties get their mean rank.</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The result; undefined when one side is constant. Two pairs have no p-value.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two complete pairs.</exception>
    public static CorrelationResult Spearman(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        sample.RequireTwoPairs("A rank correlation");
        double? rho = Coefficient(Ranks.Of(sample.First), Ranks.Of(sample.Second));
        double? p = rho is null || sample.Count == 2 ? null : PValue(rho.Value, sample.Count);
        return new CorrelationResult(rho, p, sample.Count);
    }

    /// <summary>Computes the mean squared difference.</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The mean; <see langword="null"/> without a complete pair.</returns>
    public static double? MeanSquaredError(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Count == 0 ? null : sample.Differences.Average(difference => difference * difference);
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
