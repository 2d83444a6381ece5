using SotopiaPi.Tests.Filtering;

namespace SotopiaPi.Tests.Evaluation;

public sealed class WeightedScoreTests
{
    private static Dictionary<SocialDimension, Score> Scores(double? goal, double? relationship) => new()
    {
        [SocialDimension.Goal] = goal is null ? Score.Missing(RatingProblem.Absent, "?") : Score.Of(goal.Value),
        [SocialDimension.Relationship] = relationship is null ? Score.Missing(RatingProblem.Absent, "?") : Score.Of(relationship.Value),
    };

    private static readonly Dictionary<SocialDimension, double> Weights = new() { [SocialDimension.Goal] = 3, [SocialDimension.Relationship] = 1 };

    [Test]
    public void Dimensions_are_mapped_by_their_ranges_and_averaged_by_weight()
    {
        WeightedScore mixture = new(Weights);
        Assert.That(mixture.Of(Scores(10, -5)), Is.EqualTo(0.75).Within(1e-12));
        Assert.That(mixture.Of(Scores(5, 0)), Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void Fitted_dimensions_are_mapped_by_what_the_data_hold()
    {
        RatedSeat[] data = [RatedSeats.Of("a", 0, 4, 2), RatedSeats.Of("b", 0, 8, 2), RatedSeats.Of("c", 0, null)];
        WeightedScore mixture = WeightedScore.Fit(Weights, data);
        Assert.That(mixture.Of(Scores(8, 2)), Is.EqualTo((3 + 0.5) / 4).Within(1e-12), "a dimension that does not vary counts as one half");
    }

    [Test]
    public void A_missing_dimension_gives_no_number() =>
        Assert.That(new WeightedScore(Weights).Of(Scores(10, null)), Is.Null);

    [Test]
    public async Task Filters_can_rank_by_the_mixture()
    {
        SocialDimension mixed = new("mixed", 0, 1, "");
        WeightedScore mixture = new(new Dictionary<SocialDimension, double> { [SocialDimension.Relationship] = 1 });
        RatedSeat[] seats = [.. new[] { RatedSeats.Of("a", 0, 9, 1), RatedSeats.Of("b", 0, 2, 4), RatedSeats.Of("c", 0, null) }.Select(seat => mixture.AddTo(seat, mixed))];
        FilterResult result = await RatedSeats.Apply(new TopRatedFilter(new TopRatedOptions { Count = 1, Dimension = mixed }), seats);
        Assert.That(RatedSeats.Kept(result), Is.EqualTo(["b/0"]));
        Assert.That(result.Decisions[2].Reason, Does.StartWith("not rated (mixed)"));
    }

    [Test]
    public void Weights_and_dimensions_that_cannot_work_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _ = new WeightedScore(new Dictionary<SocialDimension, double> { [SocialDimension.Goal] = 0 }));
        Assert.Throws<ArgumentException>(() => _ = new WeightedScore(new Dictionary<SocialDimension, double> { [SocialDimension.Goal] = -1, [SocialDimension.Secret] = 2 }));
        Assert.That(Assert.Throws<ArgumentException>(() => _ = new WeightedScore(new Dictionary<SocialDimension, double> { [RuleEvaluator.Turns] = 1 }))!.Message, Does.Contain("'turns' has no bounds"));
        Assert.That(Assert.Throws<ArgumentException>(() => WeightedScore.Fit(Weights, [RatedSeats.Of("c", 0, null)]))!.Message, Does.Contain("None of the 1 seats is rated on 'goal'"));
    }
}
