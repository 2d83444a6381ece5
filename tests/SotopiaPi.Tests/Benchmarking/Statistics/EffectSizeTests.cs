namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class EffectSizeTests
{
    private static readonly double[] DrugOne = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] DrugTwo = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    /// <summary>d = t · √(2/n) with the t of Student's sleep data (1908): −1.8608 · √0.2 unpaired, −4.0621 / √10 paired.</summary>
    [Test]
    public void Effects_follow_from_the_t_statistics_of_Students_sleep_data()
    {
        Assert.That(EffectSize.CohenD(DrugOne, DrugTwo), Is.EqualTo(-1.8608 * Math.Sqrt(0.2)).Within(5e-5));
        Assert.That(EffectSize.HedgesG(DrugOne, DrugTwo), Is.EqualTo(-1.8608 * Math.Sqrt(0.2) * (1 - (3 / 71.0))).Within(5e-5));
        Assert.That(EffectSize.CohenD(PairedSample.Of(DrugOne, DrugTwo)), Is.EqualTo(-4.0621 / Math.Sqrt(10)).Within(5e-5));
    }

    [Test]
    public void Cliffs_delta_counts_who_is_larger()
    {
        Assert.That(EffectSize.CliffDelta([5, 6], [1, 2, 3]), Is.EqualTo(1));
        Assert.That(EffectSize.CliffDelta([1, 4], [2, 4]), Is.EqualTo(-0.25));
    }

    [Test]
    public void Values_that_do_not_vary_have_no_effect_size()
    {
        Assert.That(EffectSize.CohenD([1, 1], [1, 1]), Is.Null);
        Assert.That(EffectSize.CohenD(PairedSample.Of([1.0, 2], [0.0, 1])), Is.Null);
    }

    [Test]
    public void A_group_of_one_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => EffectSize.CohenD([1], [1, 2]))!.Message, Does.Contain("has 1 values"));
}
