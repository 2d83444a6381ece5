namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class CorrelationTests
{
    /// <summary>r = 0.6 of 28 pairs: atanh 0.6 = 0.693147 (ln 2), ± 1.959964/5, so tanh of 0.301154 and 1.085140: 0.2924 to 0.7951 (Fisher's z, e.g. Cohen, Cohen, West and Aiken 2003, §2.8.2).</summary>
    [Test]
    public void The_interval_of_Pearsons_r_is_that_of_Fishers_z()
    {
        CorrelationResult result = Correlation.Pearson(SampleOf(0.6, 28));
        Assert.That(result.Coefficient, Is.EqualTo(0.6).Within(1e-12));
        Assert.That(result.Low, Is.EqualTo(0.2924).Within(5e-5));
        Assert.That(result.High, Is.EqualTo(0.7951).Within(5e-5));
    }

    /// <summary>The interval of ρ is wider: its variance is (1 + ρ²/2)/(n − 3) (Bonett and Wright 2000).</summary>
    [Test]
    public void The_interval_of_Spearmans_rho_is_that_of_Bonett_and_Wright()
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => (double)i)];
        double[] y = [2, 0, 1, 5, 3, 4, 8, 6, 7, 11, 9, 10];
        CorrelationResult result = Correlation.Spearman(PairedSample.Of(x, y));
        double rho = result.Coefficient!.Value;
        double margin = 1.959964 * Math.Sqrt((1 + (rho * rho / 2)) / 9);
        Assert.That(result.Low, Is.EqualTo(Math.Tanh(Math.Atanh(rho) - margin)).Within(1e-6));
        Assert.That(result.High, Is.EqualTo(Math.Tanh(Math.Atanh(rho) + margin)).Within(1e-6));
    }

    [Test]
    public void Three_pairs_have_no_interval() =>
        Assert.That(Correlation.Pearson(PairedSample.Of([1.0, 2, 4], [1.0, 3, 2])).Low, Is.Null);

    [Test]
    public void A_perfect_correlation_has_an_interval_of_one_point()
    {
        CorrelationResult result = Correlation.Pearson(PairedSample.Of([1.0, 2, 3, 4], [2.0, 4, 6, 8]));
        Assert.That(new[] { result.Low, result.High }, Is.All.EqualTo(1).Within(1e-9));
    }

    /// <summary>0.5 of 103 against 0.3 of 103 pairs: z = (0.549306 − 0.309520)/√(2/100) = 1.6956, p = 0.0900 (Fisher 1921, the test of two samples).</summary>
    [Test]
    public void Two_correlations_are_compared_by_Fishers_z()
    {
        Assert.That(Correlation.DifferenceP(0.5, 103, 0.3, 103), Is.EqualTo(0.0900).Within(5e-5));
        Assert.That(Correlation.DifferenceP(0.5, 3, 0.3, 103), Is.Null);
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => Correlation.DifferenceP(1.5, 10, 0.3, 10))!.Message, Does.Contain("between -1 and 1"));
    }

    /// <summary>Pairs whose correlation is r: an orthogonal direction is mixed in.</summary>
    private static PairedSample SampleOf(double r, int count)
    {
        double[] x = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? 1.0 : -1.0)];
        double[] e = [.. Enumerable.Range(0, count).Select(i => i / 2 % 2 == 0 ? 1.0 : -1.0)];
        return PairedSample.Of(x, [.. x.Zip(e, (a, b) => (r * a) + (Math.Sqrt(1 - (r * r)) * b))]);
    }
}
