namespace SotopiaPi;

/// <summary>Student's and Welch's t-tests.</summary>
public static class TTest
{
    /// <summary>Tests whether the mean difference of pairs is 0.</summary>
    /// <param name="sample">The pairs.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two complete pairs.</exception>
    public static TTestResult Paired(PairedSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        sample.RequireTwoPairs("A paired t-test");
        (double mean, double variance) = Moments.Of(sample.Differences);
        return Result(mean, variance / sample.Count, sample.Count - 1);
    }

    /// <summary>Tests whether two groups with the same variance have the same mean.</summary>
    /// <param name="first">The first group; missing values are left out.</param>
    /// <param name="second">The second group.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">A group has fewer than two values.</exception>
    public static TTestResult Independent(IEnumerable<double?> first, IEnumerable<double?> second)
    {
        Group a = Group.Of(first, "first");
        Group b = Group.Of(second, "second");
        int degrees = a.Count + b.Count - 2;
        double pooled = (((a.Count - 1) * a.Variance) + ((b.Count - 1) * b.Variance)) / degrees;
        return Result(a.Mean - b.Mean, pooled * ((1.0 / a.Count) + (1.0 / b.Count)), degrees);
    }

    /// <summary>Tests whether two groups, whose variances may differ, have the same mean (Welch 1947).</summary>
    /// <param name="first">The first group; missing values are left out.</param>
    /// <param name="second">The second group.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">A group has fewer than two values.</exception>
    public static TTestResult Welch(IEnumerable<double?> first, IEnumerable<double?> second)
    {
        Group a = Group.Of(first, "first");
        Group b = Group.Of(second, "second");
        double va = a.Variance / a.Count;
        double vb = b.Variance / b.Count;
        double degrees = (va + vb) * (va + vb) / ((va * va / (a.Count - 1)) + (vb * vb / (b.Count - 1)));
        return Result(a.Mean - b.Mean, va + vb, double.IsNaN(degrees) ? a.Count + b.Count - 2 : degrees);
    }

    private static TTestResult Result(double difference, double squaredError, double degrees)
    {
        double t = difference / Math.Sqrt(squaredError);
        return double.IsNaN(t) ? new TTestResult(null, degrees, null) : new TTestResult(t, degrees, StudentT.TwoSidedP(t, degrees));
    }

    private readonly record struct Group(double Mean, double Variance, int Count)
    {
        public static Group Of(IEnumerable<double?> values, string name)
        {
            ArgumentNullException.ThrowIfNull(values);
            double?[] all = [.. values];
            double[] present = [.. from value in all where value is not null select value.Value];
            if (present.Length < 2)
            {
                throw new InvalidOperationException(
                    $"A t-test needs at least two values in each group, but the {name} has {present.Length} of {all.Length}: rate more episodes, or report the counts without a comparison.");
            }

            (double mean, double variance) = Moments.Of(present);
            return new Group(mean, variance, present.Length);
        }
    }
}
