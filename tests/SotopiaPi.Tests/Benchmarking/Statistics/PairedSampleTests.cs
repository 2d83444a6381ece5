namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class PairedSampleTests
{
    [Test]
    public void Pairs_that_lack_a_side_are_left_out_and_counted()
    {
        PairedSample sample = PairedSample.Of([5, null, 7, 3], [4, 2, null, 1]);
        Assert.That(sample.First, Is.EqualTo([5.0, 3.0]));
        Assert.That(sample.Second, Is.EqualTo([4.0, 1.0]));
        Assert.That(sample.Incomplete, Is.EqualTo(2));
        MeanEstimate difference = sample.Difference();
        Assert.That((difference.Mean, difference.Count, difference.Missing), Is.EqualTo(((double?)1.5, 2, 2)));
    }

    [Test]
    public void Points_of_one_scenario_are_averaged_before_they_are_paired()
    {
        PairedSample sample = PairedSample.ByKey<string>(
            [new("a", 4), new("a", 8), new("b", null), new("c", 1)],
            [new("c", 2), new("a", 5), new("b", 3), new("d", 9)]);
        Assert.That(sample.First, Is.EqualTo([6.0, 1.0]));
        Assert.That(sample.Second, Is.EqualTo([5.0, 2.0]));
        Assert.That(sample.Incomplete, Is.EqualTo(2));
    }

    [Test]
    public void Lists_of_different_lengths_are_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => PairedSample.Of([1.0], [1.0, 2.0]))!.Message, Does.Contain("1 values and the second 2"));

    [Test]
    public void Fewer_than_two_complete_pairs_are_refused_by_every_comparison()
    {
        PairedSample sample = PairedSample.Of([5, null, 7], [4, 2, null]);
        Action[] comparisons =
        [
            () => TTest.Paired(sample), () => Wilcoxon.SignedRank(sample), () => Correlation.Pearson(sample),
            () => Correlation.Spearman(sample), () => EffectSize.CohenD(sample),
        ];
        foreach (Action comparison in comparisons)
        {
            Assert.That(Assert.Throws<InvalidOperationException>(comparison)!.Message, Does.Contain("at least two complete pairs, but 1 of 3"));
        }

        Assert.That((sample.Difference().Low, sample.Difference().Mean), Is.EqualTo(((double?)null, (double?)1)));
    }
}
