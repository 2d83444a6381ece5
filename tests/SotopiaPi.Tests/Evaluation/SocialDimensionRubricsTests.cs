namespace SotopiaPi.Tests.Evaluation;

public sealed class SocialDimensionRubricsTests
{
    [Test]
    public void Banded_dimensions_are_the_seven_with_bands_that_cover_the_range()
    {
        Assert.That(SocialDimensionRubrics.Banded, Is.EqualTo(SocialDimension.All), "dimensions are equal by name");
        Assert.That(SocialDimensionRubrics.Banded[6].Definition, Does.StartWith(SocialDimension.Goal.Definition).And.EndsWith("9 to 10: all of it was reached."));
        Assert.That(SocialDimensionRubrics.Banded[3].Definition, Does.EndWith("; 0: nothing was given away."));
    }

    [Test]
    public void A_band_outside_the_range_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => SocialDimensionRubrics.With(SocialDimension.Goal, (9, 11, "more")))!.Message, Does.Contain("The band 9 to 11 (\"more\") does not fit goal, which goes from 0 to 10."));
}
