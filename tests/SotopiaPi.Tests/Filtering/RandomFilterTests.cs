using static SotopiaPi.Tests.Filtering.RatedSeats;

namespace SotopiaPi.Tests.Filtering;

public sealed class RandomFilterTests
{
    private static readonly RatedSeat[] Seats = [.. Enumerable.Range(0, 20).Select(i => Of($"e{i}", 0, i)), Of("unrated", 0, null)];

    private static async Task<string[]> Draw(long seed, IReadOnlyList<RatedSeat> seats)
    {
        FilterContext context = new((_, _) => ValueTask.FromResult<Episode?>(null)) { Seed = seed };
        return [.. Kept(await new RandomFilter(new TopRatedOptions { Count = 5 }).FilterAsync(seats, context)).Order(StringComparer.Ordinal)];
    }

    [Test]
    public async Task The_seed_decides_and_the_order_does_not()
    {
        string[] drawn = await Draw(1, Seats);
        Assert.That(drawn, Has.Length.EqualTo(5).And.None.EqualTo("unrated/0"));
        Assert.That(await Draw(1, [.. Seats.Reverse()]), Is.EqualTo(drawn));
        Assert.That(await Draw(2, Seats), Is.Not.EqualTo(drawn));
    }
}
