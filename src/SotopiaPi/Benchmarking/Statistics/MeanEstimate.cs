namespace SotopiaPi;

/// <summary>A mean with its confidence interval and the number of values behind it.</summary>
/// <param name="Mean">The mean of the values that are there; <see langword="null"/> when there is none.</param>
/// <param name="Low">The lower end of the interval; <see langword="null"/> with fewer than two values.</param>
/// <param name="High">The upper end of the interval; <see langword="null"/> with fewer than two values.</param>
/// <param name="Count">The number of values that were averaged.</param>
public sealed record MeanEstimate(double? Mean, double? Low, double? High, int Count)
{
    /// <summary>Gets the number of values that were missing: they are counted, never averaged as 0.</summary>
    public int Missing { get; init; }

    /// <summary>Gets the share of such intervals that cover the true mean.</summary>
    /// <value>Between 0.5 and 0.999. The default is 0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Gets half of the interval's width; <see langword="null"/> when there is no interval.</summary>
    public double? Margin => (High - Low) / 2;

    /// <summary>Estimates a mean with Student's t interval.</summary>
    /// <param name="values">The values; <see langword="null"/> for missing ones.</param>
    /// <param name="confidence">The coverage, between 0.5 and 0.999.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not between 0.5 and 0.999.</exception>
    public static MeanEstimate Of(IEnumerable<double?> values, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        StudentT.CheckConfidence(confidence);
        double?[] all = [.. values];
        double[] present = [.. from value in all where value is not null select value.Value];
        MeanEstimate estimate = present.Length switch
        {
            0 => new MeanEstimate(null, null, null, 0),
            1 => new MeanEstimate(present[0], null, null, 1),
            _ => WithInterval(present, confidence),
        };
        return estimate with { Missing = all.Length - present.Length, Confidence = confidence };
    }

    /// <summary>Estimates a mean of values none of which is missing.</summary>
    /// <param name="values">The values.</param>
    /// <param name="confidence">The coverage, between 0.5 and 0.999.</param>
    /// <returns>The estimate.</returns>
    public static MeanEstimate Of(IEnumerable<double> values, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of(values.Select(value => (double?)value), confidence);
    }

    /// <summary>Says whether the interval lies wholly above a value.</summary>
    /// <param name="value">The value, e.g. 0 for a difference.</param>
    /// <returns><see langword="true"/> when it does; <see langword="false"/> when it does not or there is no interval.</returns>
    public bool IsAbove(double value) => Low > value;

    /// <summary>Says whether the interval lies wholly below a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> when it does; <see langword="false"/> when it does not or there is no interval.</returns>
    public bool IsBelow(double value) => High < value;

    private static MeanEstimate WithInterval(double[] values, double confidence)
    {
        (double mean, double variance) = Moments.Of(values);
        double margin = StudentT.TwoSidedQuantile(confidence, values.Length - 1) * Math.Sqrt(variance / values.Length);
        return new MeanEstimate(mean, mean - margin, mean + margin, values.Length);
    }
}
