using MathNet.Numerics.Statistics;

namespace SotopiaPi;

/// <summary>Mean and sample variance, the input of every t statistic.</summary>
internal static class Moments
{
    /// <summary>Computes both. The variance of one value is NaN.</summary>
    public static (double Mean, double Variance) Of(IReadOnlyList<double> values)
    {
        double[] array = values as double[] ?? [.. values];
        double mean = ArrayStatistics.Mean(array);
        return (mean, array.Length < 2 ? double.NaN : ArrayStatistics.Variance(array));
    }
}
