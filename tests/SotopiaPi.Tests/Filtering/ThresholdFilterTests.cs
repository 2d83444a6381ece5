using static SotopiaPi.Tests.Filtering.RatedSeats;

namespace SotopiaPi.Tests.Filtering;

public sealed class ThresholdFilterTests
{
    [Test]
    public async Task A_score_must_lie_above_the_threshold()
    {
        FilterResult result = await Apply(new ThresholdFilter(), Of("a", 0, 7), Of("b", 0, 7.5), Of("c", 0, null));
        Assert.That(Kept(result), Is.EqualTo(["b/0"]));
        Assert.That(result.Decisions.Select(decision => decision.Reason), Is.EqualTo(["goal 7 is not above 7", "goal 7.5 is above 7", "not rated (goal): the reply was no JSON"]));
    }

    [Test]
    public async Task The_overall_score_can_be_the_measure() =>
        Assert.That(Kept(await Apply(new ThresholdFilter(new ThresholdOptions { Threshold = 3.2, Dimension = null }), Of("a", 0, 8, -2), Of("b", 0, 8, -1))), Is.EqualTo(["b/0"]));

    [Test]
    public async Task A_partner_without_a_rating_drops_the_seat_when_partners_are_compared()
    {
        FilterResult result = await Apply(new ThresholdFilter(ThresholdOptions.ReferenceComparison), Of("a", 0, 9), Of("a", 1, null), Of("b", 0, 9), Of("b", 1, 6.5), Of("c", 0, 9));
        Assert.That(Kept(result), Is.EqualTo(["b/0"]));
        Assert.That(result.Decisions[0].Reason, Is.EqualTo("a partner's goal is missing or not above 6"));
    }
}
