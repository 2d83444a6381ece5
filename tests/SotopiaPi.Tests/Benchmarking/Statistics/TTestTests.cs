namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class TTestTests
{
    private static readonly double?[] DrugOne = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double?[] DrugTwo = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    /// <summary>Student 1908: the paired difference has t = −4.0621, p = 0.002833; unpaired Welch t = −1.8608 on 17.776 degrees, p = 0.07939.</summary>
    [Test]
    public void Tests_equal_those_of_Students_sleep_data()
    {
        TTestResult paired = TTest.Paired(PairedSample.Of(DrugOne, DrugTwo));
        Assert.That(paired.Statistic, Is.EqualTo(-4.0621).Within(5e-5));
        Assert.That(paired.PValue, Is.EqualTo(0.002833).Within(5e-7));
        TTestResult welch = TTest.Welch(DrugOne, DrugTwo);
        Assert.That(welch.Statistic, Is.EqualTo(-1.8608).Within(5e-5));
        Assert.That(welch.DegreesOfFreedom, Is.EqualTo(17.776).Within(5e-4));
        Assert.That(welch.PValue, Is.EqualTo(0.07939).Within(5e-6));
    }

    [Test]
    public void Missing_values_of_a_group_are_left_out() =>
        Assert.That(TTest.Welch([.. DrugOne, null], DrugTwo), Is.EqualTo(TTest.Welch(DrugOne, DrugTwo)));

    [Test]
    public void A_group_with_one_value_is_refused_and_named() =>
        Assert.That(Assert.Throws<InvalidOperationException>(() => TTest.Independent([1, 2, 3], [4, null]))!.Message, Does.Contain("the second has 1 of 2"));

    [Test]
    public void Constant_groups_have_no_statistic_when_equal() =>
        Assert.That(TTest.Welch([2, 2], [2, 2]), Is.EqualTo(new TTestResult(null, 2, null)));
}
