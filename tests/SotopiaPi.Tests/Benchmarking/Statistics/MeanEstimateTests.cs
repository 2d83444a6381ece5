namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class MeanEstimateTests
{
    [Test]
    public void Missing_values_are_counted_and_never_averaged_as_zero()
    {
        MeanEstimate estimate = MeanEstimate.Of([8, null, 6, null]);
        Assert.That(estimate.Mean, Is.EqualTo(7));
        Assert.That((estimate.Count, estimate.Missing), Is.EqualTo((2, 2)));
    }

    [Test]
    public void A_single_value_has_a_mean_but_no_interval()
    {
        MeanEstimate estimate = MeanEstimate.Of([4.0]);
        Assert.That(estimate, Is.EqualTo(new MeanEstimate(4, null, null, 1)));
        Assert.That(estimate.IsAbove(0), Is.False);
    }

    [Test]
    public void Nothing_rated_gives_no_mean()
    {
        MeanEstimate estimate = MeanEstimate.Of([null, null]);
        Assert.That((estimate.Mean, estimate.Margin, estimate.Count, estimate.Missing), Is.EqualTo(((double?)null, (double?)null, 0, 2)));
    }

    /// <summary>Student's sleep data (Student 1908, Table 2): the extra hours of drug 2, mean 2.33, 95 % interval 0.898 to 3.762 as R's t.test gives it.</summary>
    [Test]
    public void The_interval_equals_that_of_Students_sleep_data()
    {
        MeanEstimate estimate = MeanEstimate.Of([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
        Assert.That(estimate.Mean, Is.EqualTo(2.33).Within(1e-12));
        Assert.That(estimate.Low, Is.EqualTo(0.8976775).Within(1e-6));
        Assert.That(estimate.High, Is.EqualTo(3.7623225).Within(1e-6));
        Assert.That(estimate.IsAbove(0.89) && !estimate.IsAbove(0.9) && estimate.IsBelow(3.8), Is.True);
    }

    [TestCase(0.2)]
    [TestCase(1.0)]
    [TestCase(double.NaN)]
    public void A_confidence_outside_its_range_is_refused(double confidence) =>
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => MeanEstimate.Of([1.0, 2.0], confidence))!.Message, Does.Contain("between 0.5 and 0.999"));

    /// <summary>The share of t intervals that cover the truth when scores are whole numbers from 0 to 10.</summary>
    [TestCase(28)]
    [TestCase(180)]
    public void Intervals_cover_the_truth_in_95_percent_of_simulated_studies(int size)
    {
        Random random = new(size);
        const int Studies = 2000;
        int covered = 0;
        for (int study = 0; study < Studies; study++)
        {
            MeanEstimate estimate = MeanEstimate.Of(Enumerable.Range(0, size).Select(_ => (double)Math.Max(random.Next(0, 11), random.Next(0, 11))));
            covered += estimate.Low <= Truth && Truth <= estimate.High ? 1 : 0;
        }

        Assert.That(covered / (double)Studies, Is.InRange(0.93, 0.97));
    }

    /// <summary>The mean of the larger of two whole numbers from 0 to 10: Σ k · (2k+1)/121 = 7.</summary>
    private const double Truth = ((2 * 385.0) + 55) / 121;
}
