namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class WilcoxonTests
{
    /// <summary>Depression scale factors before and after, Hollander and Wolfe 1973, Table 3.1: V = 40, two-sided exact p = 0.0390625.</summary>
    [Test]
    public void The_exact_p_value_equals_that_of_Hollander_and_Wolfe()
    {
        PairedSample sample = PairedSample.Of([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30], [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]);
        WilcoxonResult result = Wilcoxon.SignedRank(sample);
        Assert.That(result.Statistic, Is.EqualTo(40));
        Assert.That(result.PValue, Is.EqualTo(0.0390625).Within(1e-12));
        Assert.That((result.Count, result.Zeros, result.Exact), Is.EqualTo((9, 0, true)));
    }

    [Test]
    public void Zeros_are_dropped_and_ties_share_their_rank()
    {
        WilcoxonResult result = Wilcoxon.SignedRank(PairedSample.Of([3.0, 5, 5, 2, 9], [3.0, 4, 4, 3, 5]));
        Assert.That((result.Statistic, result.Count, result.Zeros), Is.EqualTo((8.0, 4, 1)));

        // Of the 16 signings of the ranks 2, 2, 2, 4 the sum is 0 once, 2 three times, 8 three times and 10 once: as far out as 8 are 8.
        Assert.That(result.PValue, Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void Equal_measurements_have_no_p_value() =>
        Assert.That(Wilcoxon.SignedRank(PairedSample.Of([1.0, 2], [1.0, 2])).PValue, Is.Null);

    [Test]
    public void The_approximation_meets_the_exact_value_where_it_takes_over()
    {
        Random random = new(3);
        double[] first = [.. Enumerable.Range(0, Wilcoxon.ExactLimit + 1).Select(_ => random.NextDouble() + 0.1)];
        double[] second = [.. first.Select(_ => random.NextDouble())];
        WilcoxonResult normal = Wilcoxon.SignedRank(PairedSample.Of(first, second));
        WilcoxonResult exact = Wilcoxon.SignedRank(PairedSample.Of([.. first.Skip(1)], [.. second.Skip(1)]));
        Assert.That((normal.Exact, exact.Exact), Is.EqualTo((false, true)));
        Assert.That(normal.PValue, Is.EqualTo(exact.PValue).Within(0.05));
    }
}
