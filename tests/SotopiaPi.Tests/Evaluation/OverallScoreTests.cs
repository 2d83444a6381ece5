namespace SotopiaPi.Tests.Evaluation;

public sealed class OverallScoreTests
{
    [Test]
    public void The_mean_leaves_out_what_was_not_rated_and_says_so()
    {
        OverallScore overall = OverallScore.Of(new Dictionary<SocialDimension, Score>
        {
            [SocialDimension.Goal] = Score.Of(8),
            [SocialDimension.Relationship] = Score.Of(-2),
            [SocialDimension.Secret] = Score.Missing(RatingProblem.Absent, "the reply lacks it"),
        });
        Assert.That((overall.Mean, overall.Rated, overall.Dimensions, overall.IsComplete), Is.EqualTo(((double?)3, 2, 3, false)));
    }

    [Test]
    public void Nothing_rated_has_no_mean() =>
        Assert.That(OverallScore.Of(new Dictionary<SocialDimension, Score>()).Mean, Is.Null);
}
