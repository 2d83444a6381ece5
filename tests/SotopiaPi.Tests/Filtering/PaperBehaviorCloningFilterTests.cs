using static SotopiaPi.Tests.Filtering.RatedSeats;

namespace SotopiaPi.Tests.Filtering;

public sealed class PaperBehaviorCloningFilterTests
{
    private static RatedSeat[] Seats(int seat, params double[] goals) => [.. goals.Select((goal, i) => Of($"e{i}", seat, goal))];

    [Test]
    public async Task The_best_two_of_each_seat_are_always_kept() =>
        Assert.That(Kept(await Apply(new PaperBehaviorCloningFilter(), [.. Seats(0, 1, 1, 1), .. Seats(1, 1, 1, 1)])), Is.EqualTo(["e0/0", "e1/0", "e0/1", "e1/1"]));

    [Test]
    public async Task A_further_rank_is_kept_when_all_seats_are_above_their_means()
    {
        FilterResult result = await Apply(new PaperBehaviorCloningFilter(), [.. Seats(0, 9, 9, 8, 2), .. Seats(1, 9, 9, 8, 2)]);
        Assert.That(Kept(result), Is.EqualTo(["e0/0", "e1/0", "e2/0", "e0/1", "e1/1", "e2/1"]));
    }

    [Test]
    public async Task A_rank_is_dropped_on_all_seats_when_one_is_not_above_its_mean()
    {
        FilterResult result = await Apply(new PaperBehaviorCloningFilter(), [.. Seats(0, 9, 9, 8, 2), .. Seats(1, 9, 9, 7, 7)]);
        Assert.That(result.Kept.Count(), Is.EqualTo(4));
        Assert.That(result.Decisions[2].Reason, Does.StartWith("rank 3 by goal (8; limit 7): this rank is not above the means on all seats"));
    }

    [Test]
    public async Task Ranks_beyond_the_last_are_dropped()
    {
        PaperBehaviorCloningFilter filter = new(new PaperBehaviorCloningOptions { LastRank = 3 });
        FilterResult result = await Apply(filter, [.. Seats(0, 9, 9, 9, 9, 0), .. Seats(1, 9, 9, 9, 9, 0)]);
        Assert.That(result.Kept.Count(), Is.EqualTo(6));
    }

    [Test]
    public async Task Three_seats_keep_their_balance()
    {
        FilterResult result = await Apply(new PaperBehaviorCloningFilter(), [.. Seats(0, 9, 9, 9, 0), .. Seats(1, 9, 9, 9, 0), .. Seats(2, 9, 9)]);
        Assert.That(result.Kept.GroupBy(seat => seat.Seat).Select(group => group.Count()), Is.All.EqualTo(2));
    }
}
