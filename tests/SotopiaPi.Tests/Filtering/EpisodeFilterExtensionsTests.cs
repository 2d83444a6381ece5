using static SotopiaPi.Tests.Filtering.RatedSeats;

namespace SotopiaPi.Tests.Filtering;

public sealed class EpisodeFilterExtensionsTests
{
    [Test]
    public async Task The_second_filter_sees_what_the_first_keeps()
    {
        IEpisodeFilter filter = new ThresholdFilter(new ThresholdOptions { Threshold = 4 }).Then(new TopRatedFilter(new TopRatedOptions { Count = 1 }));
        FilterResult result = await Apply(filter, Of("a", 0, 3), Of("b", 0, 5), Of("c", 0, 6));
        Assert.That(Kept(result), Is.EqualTo(["c/0"]));
        Assert.That(result.Decisions.Select(decision => decision.Reason), Is.EqualTo(["goal 3 is not above 4", "rank 2 of 2 by goal (5); the best 1 are kept", "rank 1 of 2 by goal (6); the best 1 are kept"]));
    }

    [Test]
    public async Task Seats_outside_the_competition_are_dropped_with_the_reason()
    {
        IEpisodeFilter filter = new TopRatedFilter(new TopRatedOptions { Count = 1 }).Among(seat => seat.Role == "agent", "played by the partner");
        FilterResult result = await Apply(filter, Of("a", 0, 9, role: "partner"), Of("b", 0, 5));
        Assert.That(Kept(result), Is.EqualTo(["b/0"]));
        Assert.That(result.Decisions[0].Reason, Is.EqualTo("played by the partner"));
    }

    [Test]
    public async Task Balanced_keeps_as_many_of_each_seat()
    {
        IEpisodeFilter filter = new ThresholdFilter().Balanced();
        FilterResult result = await Apply(filter, Of("a", 0, 8), Of("b", 0, 9), Of("a", 1, 8), Of("b", 1, 1), Of("x", 0, 9, task: "one-sided"));
        Assert.That(Kept(result), Is.EqualTo(["b/0", "a/1"]));
    }
}
