namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class SettingMeanTests
{
    [Test]
    public void A_setting_with_one_episode_adds_no_variance()
    {
        MeanEstimate estimate = SettingMean.Of<string>([new("a", 2), new("a", 4), new("b", 9), new("b", null)]);
        Assert.That(estimate.Mean, Is.EqualTo(5));
        Assert.That(estimate.Margin, Is.EqualTo(StudentT.TwoSidedQuantile(0.95, 2) * Math.Sqrt(1.0 / 3)).Within(1e-12));
        Assert.That((estimate.Count, estimate.Missing), Is.EqualTo((3, 1)));
    }

    [Test]
    public void One_episode_has_no_interval() =>
        Assert.That(SettingMean.Of<string>([new("a", 2)]), Is.EqualTo(new MeanEstimate(2, null, null, 1)));
}
