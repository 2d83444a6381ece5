namespace SotopiaPi.Tests.Benchmarking.Reporting;

[SetCulture("de-DE")]
public sealed class ReportTextTests
{
    [TestCase(1234.5, 2, "1234.50")]
    [TestCase(-0.5, 1, "−0.5")]
    [TestCase(-0.001, 2, "0.00")]
    [TestCase(null, 2, "–")]
    [TestCase(double.NaN, 2, "–")]
    public void Numbers_have_a_point_a_true_minus_and_a_dash_when_missing(double? value, int decimals, string text) =>
        Assert.That(ReportText.Of(value, decimals), Is.EqualTo(text));

    [Test]
    public void Estimates_show_their_margin_and_what_is_missing()
    {
        MeanEstimate estimate = new(5.214, 5, 5.428, 298) { Missing = 2 };
        Assert.That(ReportText.Of(estimate), Is.EqualTo("5.21 ± 0.21"));
        Assert.That(ReportText.CountOf(estimate), Is.EqualTo("298 of 300"));
        Assert.That(ReportText.Of(new MeanEstimate(3, null, null, 1)), Is.EqualTo("3.00"));
        Assert.That(ReportText.Of((MeanEstimate?)null), Is.EqualTo("–"));
    }

    [Test]
    public void P_values_below_a_thousandth_say_so() =>
        Assert.That(new double?[] { 0.0004, 0.032, null }.Select(ReportText.OfP), Is.EqualTo(["< 0.001", "0.032", "–"]));
}
