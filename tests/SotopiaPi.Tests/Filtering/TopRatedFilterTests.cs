using static SotopiaPi.Tests.Filtering.RatedSeats;

namespace SotopiaPi.Tests.Filtering;

public sealed class TopRatedFilterTests
{
    [Test]
    public async Task Filter_keeps_the_best_two_per_environment_and_seat()
    {
        FilterResult result = await Apply(new TopRatedFilter(), Of("a", 0, 5), Of("b", 0, 9), Of("c", 0, 7), Of("a", 1, 1), Of("b", 1, 2), Of("x", 0, 1, task: "other"));
        Assert.That(Kept(result), Is.EqualTo(["b/0", "c/0", "a/1", "b/1", "x/0"]));
        Assert.That(result.Decisions[0].Reason, Is.EqualTo("rank 3 of 3 by goal (5); the best 2 are kept"));
    }

    [Test]
    public async Task Ties_go_to_the_better_overall_score_then_to_the_earlier_episode()
    {
        FilterResult result = await Apply(new TopRatedFilter(TopRatedOptions.Reference), Of("a", 0, 8, 1), Of("b", 0, 8, 3), Of("c", 0, 8, 3));
        Assert.That(Kept(result), Is.EqualTo(["b/0"]));
    }

    [Test]
    public async Task Unrated_seats_are_dropped_with_the_judges_problem_and_a_rating_of_zero_counts()
    {
        FilterResult result = await Apply(new TopRatedFilter(), Of("a", 0, null), Of("b", 0, 0));
        Assert.That(Kept(result), Is.EqualTo(["b/0"]));
        Assert.That(result.Decisions[0].Reason, Is.EqualTo("not rated (goal): the reply was no JSON"));
        Assert.That(result.Decisions[0].Rule, Is.EqualTo("not rated (goal)"));
    }

    [Test]
    public async Task A_seat_without_the_dimension_is_dropped()
    {
        FilterResult result = await Apply(new TopRatedFilter(new TopRatedOptions { Dimension = SocialDimension.Secret }), Of("a", 0, 9));
        Assert.That(result.Decisions[0].Reason, Is.EqualTo("not rated (secret): the judge gave no score"));
    }

    [Test]
    public async Task Grouping_by_environment_lets_the_seats_compete()
    {
        FilterResult result = await Apply(new TopRatedFilter(new TopRatedOptions { Count = 1, Grouping = SeatGrouping.Environment }), Of("a", 0, 5), Of("a", 1, 6));
        Assert.That(Kept(result), Is.EqualTo(["a/1"]));
    }

    [Test]
    public void Defaults_and_refusals()
    {
        Assert.That((new TopRatedOptions().Count, TopRatedOptions.Reference.Count), Is.EqualTo((2, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new TopRatedOptions { Count = 0 });
    }
}
