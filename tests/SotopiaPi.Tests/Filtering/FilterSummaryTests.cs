using static SotopiaPi.Tests.Filtering.RatedSeats;

namespace SotopiaPi.Tests.Filtering;

public sealed class FilterSummaryTests
{
    [Test]
    public async Task Rules_are_counted_without_the_numbers_of_single_seats()
    {
        FilterSummary summary = FilterSummary.Of(await Apply(new TopRatedFilter(), Of("a", 0, 1), Of("b", 0, 2), Of("c", 0, 3), Of("d", 0, null)));
        Assert.That((summary.Kept, summary.Dropped), Is.EqualTo((2, 2)));
        Assert.That(summary.Rules, Is.EqualTo(
        [
            new FilterRuleCount("among the best 2 by goal", true, 2),
            new FilterRuleCount("not among the best 2 by goal", false, 1),
            new FilterRuleCount("not rated (goal)", false, 1),
        ]));
    }
}
