namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class MultipleComparisonsTests
{
    /// <summary>The 15 p-values of Benjamini and Hochberg 1995, §4.1: at 0.05 their method rejects four, Bonferroni and Holm three.</summary>
    private static readonly double?[] Published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0];

    [Test]
    public void The_published_example_rejects_as_published()
    {
        Assert.That(MultipleComparisons.BenjaminiHochberg(Published).Count(p => p <= 0.05), Is.EqualTo(4));
        Assert.That(MultipleComparisons.Holm(Published).Count(p => p <= 0.05), Is.EqualTo(3));
    }

    [Test]
    public void Adjusted_values_keep_their_places_and_missing_ones_do_not_count()
    {
        Assert.That(MultipleComparisons.Holm([0.04, null, 0.01, 0.03]), Is.EqualTo(new double?[] { 0.06, null, 0.03, 0.06 }).Within(1e-12));
        Assert.That(MultipleComparisons.BenjaminiHochberg([0.04, null, 0.01, 0.03]), Is.EqualTo(new double?[] { 0.04, null, 0.03, 0.04 }).Within(1e-12));
    }

    [Test]
    public void A_value_that_is_no_probability_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => MultipleComparisons.Holm([1.5]))!.Message, Does.Contain("1.5 is no p-value"));
}
