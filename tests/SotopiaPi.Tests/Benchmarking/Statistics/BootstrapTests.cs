using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class BootstrapTests
{
    /// <summary>Spatial test data A, Efron and Tibshirani 1993, Table 14.1: variance 171.5; 90 % percentile interval (100.8, 233.9), BCa (115.8, 259.6), Table 14.2.</summary>
    private static readonly double[] Spatial = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

    [Test]
    public void Intervals_equal_those_of_Efron_and_Tibshirani_up_to_their_own_chance()
    {
        BootstrapOptions options = new() { Confidence = 0.9, Resamples = 20_000, Seed = 1 };
        BootstrapInterval percentile = Bootstrap.Percentile(Spatial, Variance, options);
        BootstrapInterval corrected = Bootstrap.BiasCorrected(Spatial, Variance, options);
        Assert.That(percentile.Value, Is.EqualTo(171.5).Within(0.05));
        Assert.That(percentile.Low, Is.EqualTo(100.8).Within(4));
        Assert.That(percentile.High, Is.EqualTo(233.9).Within(4));
        Assert.That(corrected.Low, Is.EqualTo(115.8).Within(4));
        Assert.That(corrected.High, Is.EqualTo(259.6).Within(6));
    }

    [Test]
    public void Equal_seeds_give_equal_intervals_and_others_do_not()
    {
        BootstrapOptions options = new() { Seed = 5, Resamples = 500 };
        BootstrapInterval first = Bootstrap.BiasCorrected(Spatial, Variance, options);
        Assert.That(Bootstrap.BiasCorrected(Spatial, Variance, options), Is.EqualTo(first));
        Assert.That(Bootstrap.BiasCorrected(Spatial, Variance, options with { Seed = 6 }), Is.Not.EqualTo(first));
    }

    [Test]
    public void A_constant_sample_has_an_interval_of_one_point()
    {
        BootstrapInterval interval = Bootstrap.BiasCorrected([3.0, 3.0, 3.0], values => values.Average());
        Assert.That(interval, Is.EqualTo(new BootstrapInterval(3, 3, 3, 3)));
    }

    [Test]
    public void Pairs_are_drawn_together()
    {
        (double X, double Y)[] pairs = [.. Enumerable.Range(0, 20).Select(i => ((double)i, 2.0 * i))];
        BootstrapInterval interval = Bootstrap.Percentile(pairs, sample => sample.Sum(pair => pair.Y) / Math.Max(1, sample.Sum(pair => pair.X)));
        Assert.That((interval.Low, interval.High), Is.EqualTo((2.0, 2.0)));
    }

    [Test]
    public void One_item_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => Bootstrap.Percentile([1.0], values => values[0]))!.Message, Does.Contain("at least two items, but there are 1"));

    /// <summary>2,000 studies for each size: BCa stays within the limits.</summary>
    [Slow]
    [TestCase(28)]
    [TestCase(180)]
    public void Corrected_intervals_cover_the_truth_in_95_percent_of_simulated_studies(int size) =>
        Assert.That(Coverage(size, Bootstrap.BiasCorrected), Is.InRange(0.93, 0.97));

    /// <summary>The plain form covers a little less, and less still in small samples: docs/evaluation.md states these figures.</summary>
    [Slow]
    [TestCase(10, 0.88, 0.93)]
    [TestCase(28, 0.92, 0.95)]
    [TestCase(180, 0.93, 0.96)]
    public void Plain_intervals_cover_what_the_documentation_says(int size, double least, double most) =>
        Assert.That(Coverage(size, Bootstrap.Percentile), Is.InRange(least, most));

    private delegate BootstrapInterval Method(IReadOnlyList<double> items, Func<IReadOnlyList<double>, double> statistic, BootstrapOptions? options);

    /// <summary>The share of 2,000 simulated studies whose 95 % interval holds the mean of the larger of two whole numbers from 0 to 10.</summary>
    private static double Coverage(int size, Method method)
    {
        const int Studies = 2000;
        const double Truth = ((2 * 385.0) + 55) / 121;
        int covered = 0;
        Parallel.For(0, Studies, study =>
        {
            Random random = new((size * Studies) + study);
            double[] scores = [.. Enumerable.Range(0, size).Select(_ => (double)Math.Max(random.Next(0, 11), random.Next(0, 11)))];
            BootstrapInterval interval = method(scores, Mean, new BootstrapOptions { Resamples = 1000, Seed = study });
            if (interval.Low <= Truth && Truth <= interval.High)
            {
                Interlocked.Increment(ref covered);
            }
        });
        TestContext.Out.WriteLine($"n = {size}: {covered / (double)Studies:P1}");
        return covered / (double)Studies;
    }

    private static double Mean(IReadOnlyList<double> values)
    {
        double sum = 0;
        for (int i = 0; i < values.Count; i++)
        {
            sum += values[i];
        }

        return sum / values.Count;
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        double mean = Mean(values);
        return values.Average(value => (value - mean) * (value - mean));
    }
}
