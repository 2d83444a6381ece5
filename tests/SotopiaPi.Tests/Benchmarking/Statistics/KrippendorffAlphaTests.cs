namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class KrippendorffAlphaTests
{
    /// <summary>Four observers, twelve units, with missing data: Krippendorff 2011, "Computing Krippendorff's alpha-reliability", parts C and D.</summary>
    private static readonly double?[][] Published =
    [
        [1, 1, null, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
        [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [null, 5, 5, 5], [null, null, 1, 1], [null, 3, null, null],
    ];

    [TestCase(MeasurementScale.Nominal, 0.743)]
    [TestCase(MeasurementScale.Ordinal, 0.815)]
    [TestCase(MeasurementScale.Interval, 0.849)]
    [TestCase(MeasurementScale.Ratio, 0.797)]
    public void Alpha_equals_the_published_example(MeasurementScale scale, double expected) =>
        Assert.That(KrippendorffAlpha.Of(Published, scale), Is.EqualTo(expected).Within(6e-4));

    [Test]
    public void Nothing_to_compare_has_no_alpha()
    {
        Assert.That(KrippendorffAlpha.Of([[1, null], [null, 2]]), Is.Null);
        Assert.That(KrippendorffAlpha.Of([[2, 2], [2, 2]]), Is.Null);
    }
}
