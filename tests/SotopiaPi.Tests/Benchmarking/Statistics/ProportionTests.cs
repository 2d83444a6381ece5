namespace SotopiaPi.Tests;

public sealed class ProportionTests
{
    /// <summary>Newcombe 1998 (Statistics in Medicine 17:857), Table I: the score interval without continuity correction.</summary>
    [TestCase(81, 263, 0.2553, 0.3662)]
    [TestCase(15, 148, 0.0624, 0.1605)]
    [TestCase(0, 20, 0.0000, 0.1611)]
    [TestCase(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_is_that_of_the_literature(int successes, int count, double low, double high)
    {
        Proportion share = Proportion.Of(successes, count);
        Assert.That(share.Low, Is.EqualTo(low).Within(5e-5));
        Assert.That(share.High, Is.EqualTo(high).Within(5e-5));
    }

    [Test]
    public void Missing_answers_are_counted_and_no_case_has_no_interval()
    {
        Proportion share = Proportion.Of([true, null, false, null, null]);
        Assert.That((share.Successes, share.Count, share.Missing, share.Value), Is.EqualTo((1, 2, 3, 0.5)));
        Proportion none = Proportion.Of([null]);
        Assert.That((none.Value, none.Low, none.Missing), Is.EqualTo(((double?)null, (double?)null, 1)));
        Assert.That(() => Proportion.Of(3, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>The exact p-values are binomial tails: 1 of 10 two-sided is 2 · 11/1024; equal sides give 1.</summary>
    [TestCase(1, 9, 22.0 / 1024)]
    [TestCase(0, 6, 2.0 / 64)]
    [TestCase(4, 4, 1.0)]
    [TestCase(0, 0, 1.0)]
    public void McNemars_exact_test_is_a_fair_coin(int onlyFirst, int onlySecond, double p)
    {
        (bool, bool)[] pairs = [.. Enumerable.Repeat((true, false), onlyFirst), .. Enumerable.Repeat((false, true), onlySecond), (true, true), (false, false)];
        McNemarResult result = McNemar.Test(pairs);
        Assert.That((result.OnlyFirst, result.OnlySecond), Is.EqualTo((onlyFirst, onlySecond)));
        Assert.That(result.PValue, Is.EqualTo(p).Within(1e-12));
    }
}
