namespace SotopiaPi;

/// <summary>A share with Wilson's interval (Wilson 1927), which keeps its coverage for few cases and near 0 and 1.</summary>
/// <param name="Successes">The number of cases that count.</param>
/// <param name="Count">The number of cases.</param>
/// <param name="Low">The lower end of the interval; <see langword="null"/> without cases.</param>
/// <param name="High">The upper end of the interval; <see langword="null"/> without cases.</param>
public sealed record Proportion(int Successes, int Count, double? Low, double? High)
{
    /// <summary>Gets the share, from 0 to 1; <see langword="null"/> without cases.</summary>
    public double? Value => Count == 0 ? null : (double)Successes / Count;

    /// <summary>Gets the number of cases about which nothing is known: they are counted, never taken as failures.</summary>
    public int Missing { get; init; }

    /// <summary>Computes a share.</summary>
    /// <param name="successes">The number of cases that count.</param>
    /// <param name="count">The number of cases.</param>
    /// <param name="confidence">The coverage, between 0.5 and 0.999.</param>
    /// <returns>The share.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more successes than cases, or <paramref name="confidence"/> is out of its range.</exception>
    public static Proportion Of(int successes, int count, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, successes);
        StudentT.CheckConfidence(confidence);
        if (count == 0)
        {
            return new Proportion(0, 0, null, null);
        }

        double z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + confidence) / 2);
        double share = (double)successes / count;
        double scale = 1 + (z * z / count);
        double centre = (share + (z * z / (2.0 * count))) / scale;
        double margin = z / scale * Math.Sqrt((share * (1 - share) / count) + (z * z / (4.0 * count * count)));
        return new Proportion(successes, count, successes == 0 ? 0 : centre - margin, successes == count ? 1 : centre + margin);
    }

    /// <summary>Computes a share of answers some of which are missing.</summary>
    /// <param name="values">The answers; <see langword="null"/> for missing ones.</param>
    /// <param name="confidence">The coverage, between 0.5 and 0.999.</param>
    /// <returns>The share of those that are there.</returns>
    public static Proportion Of(IEnumerable<bool?> values, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        bool?[] all = [.. values];
        int known = all.Count(value => value is not null);
        return Of(all.Count(value => value == true), known, confidence) with { Missing = all.Length - known };
    }
}
