namespace SotopiaPi;

/// <summary>Keeps as many records of each seat of an environment as the seat with the fewest has, the best by goal first.</summary>
internal sealed class BalancedFilter : IEpisodeFilter
{
    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        SeatRanking ranking = new(seats, SocialDimension.Goal);
        FilterDecision?[] decisions = ranking.DropUnrated();
        foreach (IGrouping<string, int[]> environment in ranking.Groups(SeatGrouping.EnvironmentAndSeat).GroupBy(group => seats[group[0]].EnvironmentId))
        {
            int count = environment.Count() < 2 ? 0 : environment.Min(group => group.Length);
            foreach ((int rank, int index) in environment.SelectMany(group => group.Index()))
            {
                string rule = rank < count ? "balanced" : "dropped to balance the seats";
                decisions[index] = new FilterDecision(seats[index], rank < count, FormattableString.Invariant($"{rule}: rank {rank + 1} of its seat, {count} of each are kept")) { Rule = rule };
            }
        }

        return ValueTask.FromResult(new FilterResult(decisions!));
    }
}
