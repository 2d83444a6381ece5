using static SotopiaPi.Tests.Filtering.RatedSeats;

namespace SotopiaPi.Tests.Filtering;

public sealed class TopShareFilterTests
{
    [TestCase(4, 0)]
    [TestCase(5, 1)]
    [TestCase(14, 2)]
    [TestCase(15, 3)]
    public async Task Filter_keeps_a_fifth_of_each_environment_rounded_down(int count, int kept)
    {
        RatedSeat[] seats = [.. Enumerable.Range(0, count).Select(i => Of($"e{i}", i % 2, i))];
        FilterResult result = await Apply(new TopShareFilter(), seats);
        Assert.That(result.Kept.Select(seat => seat.ValueOf(SocialDimension.Goal)), Is.EquivalentTo(Enumerable.Range(count - kept, kept).Select(i => (double?)i)));
    }

    [Test]
    public async Task Shares_that_no_binary_fraction_holds_are_exact()
    {
        RatedSeat[] seats = [.. Enumerable.Range(0, 100).Select(i => Of($"e{i}", 0, i))];
        Assert.That((await Apply(new TopShareFilter(new TopShareOptions { Share = 0.29 }), seats)).Kept.Count(), Is.EqualTo(29));
    }

    [TestCase(0)]
    [TestCase(1.1)]
    public void A_share_outside_its_range_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new TopShareOptions { Share = share });
}
