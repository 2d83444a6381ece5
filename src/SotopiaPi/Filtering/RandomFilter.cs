using System.Globalization;

namespace SotopiaPi;

/// <summary>Keeps rated seats at random, as many as another filter would: the control that shows what the choice by score adds. Depends on <see cref="FilterContext.Seed"/> and the episodes' keys alone, not on their order.</summary>
/// <param name="options">The number and the grouping; two of each environment and seat when <see langword="null"/>. The dimension says which seats count as rated.</param>
public sealed class RandomFilter(TopRatedOptions? options = null) : IEpisodeFilter
{
    private readonly TopRatedOptions _options = options ?? new TopRatedOptions();

    /// <inheritdoc/>
    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        SeatRanking ranking = new(seats, _options.Dimension);
        FilterDecision?[] decisions = ranking.DropUnrated();
        foreach (int[] group in ranking.Groups(_options.Grouping))
        {
            int[] drawn = [.. group.OrderBy(index => Draw(seats[index], context.Seed)).ThenBy(index => index)];
            for (int place = 0; place < drawn.Length; place++)
            {
                bool kept = place < _options.Count;
                decisions[drawn[place]] = new FilterDecision(seats[drawn[place]], kept, FormattableString.Invariant($"drawn at place {place + 1} of {drawn.Length}; {_options.Count} are kept"))
                {
                    Rule = kept ? "drawn" : "not drawn",
                };
            }
        }

        return ValueTask.FromResult(new FilterResult(decisions!));
    }

    private static long Draw(RatedSeat seat, long seed) =>
        StableKey.Seed(["random filter", seed.ToString(CultureInfo.InvariantCulture), seat.EpisodeKey, seat.Seat.ToString()]);
}
