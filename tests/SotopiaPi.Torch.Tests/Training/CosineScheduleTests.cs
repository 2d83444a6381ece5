namespace SotopiaPi.Torch.Tests;

internal sealed class CosineScheduleTests
{
    [Test]
    public void At_rises_from_zero_to_the_peak_and_falls_to_zero()
    {
        var schedule = new CosineSchedule(2e-3, 30, 3);
        Assert.That(schedule.At(0), Is.Zero);
        Assert.That(schedule.At(1), Is.EqualTo(2e-3 / 3).Within(1e-18));
        Assert.That(schedule.At(3), Is.EqualTo(2e-3));
        Assert.That(schedule.At(3 + 9), Is.EqualTo(2e-3 * 0.75).Within(1e-18), "a third of the way down");
        Assert.That(schedule.At(30), Is.Zero);
        Assert.That(schedule.At(31), Is.Zero);
    }

    [Test]
    public void At_without_warm_up_starts_at_the_peak() => Assert.That(new CosineSchedule(1, 4, 0).At(0), Is.EqualTo(1));

    [TestCase(100, 0.03, 3)]
    [TestCase(30, 0.03, 1)]
    [TestCase(90, 0.05, 5)]
    [TestCase(7, 0, 0)]
    public void FromRatio_rounds_the_warm_up_up(int steps, double ratio, int warmUp) =>
        Assert.That(CosineSchedule.FromRatio(1, steps, ratio).WarmUpSteps, Is.EqualTo(warmUp));

    [TestCase(0, 1, 0, "Peak")]
    [TestCase(double.NaN, 1, 0, "Peak")]
    [TestCase(1, 0, 0, "Steps")]
    [TestCase(1, 2, 3, "WarmUpSteps")]
    [TestCase(1, 2, -1, "WarmUpSteps")]
    public void A_setting_out_of_range_is_refused_by_name(double peak, int steps, int warmUp, string name) =>
        Assert.That(() => new CosineSchedule(peak, steps, warmUp), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name));
}
