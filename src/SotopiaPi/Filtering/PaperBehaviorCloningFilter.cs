namespace SotopiaPi;

/// <summary>
/// Keeps what the paper keeps for behaviour cloning (arXiv:2403.08715 §B.2): in each environment the two best records of each seat; from rank 3 to 10 the records
/// of all seats at a rank, when each has a goal score strictly above the lower of two means – that of its seat in the environment and that of everything – and
/// otherwise none of them, so that the seats stay balanced. Ties go to the better overall score, then to the earlier episode.
/// </summary>
/// <param name="options">The ranks; the paper's when <see langword="null"/>.</param>
public sealed class PaperBehaviorCloningFilter(PaperBehaviorCloningOptions? options = null) : IEpisodeFilter
{
    private readonly PaperBehaviorCloningOptions _options = options ?? new PaperBehaviorCloningOptions();

    /// <inheritdoc/>
    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        SeatRanking ranking = new(seats, SocialDimension.Goal);
        FilterDecision?[] decisions = ranking.DropUnrated();
        double global = ranking.Rated().Select(ranking.ValueOf).DefaultIfEmpty().Average();
        int[][] groups = [.. ranking.Groups(SeatGrouping.EnvironmentAndSeat)];
        foreach (IGrouping<string, int[]> environment in groups.GroupBy(group => seats[group[0]].EnvironmentId))
        {
            Decide(seats, ranking, [.. environment], global, decisions);
        }

        return ValueTask.FromResult(new FilterResult(decisions!));
    }

    private void Decide(IReadOnlyList<RatedSeat> seats, SeatRanking ranking, int[][] groups, double global, FilterDecision?[] decisions)
    {
        double[] limits = [.. groups.Select(group => Math.Min(group.Average(ranking.ValueOf), global))];
        bool alone = groups.Length < 2;
        for (int rank = 0; rank < groups.Max(group => group.Length); rank++)
        {
            bool all = !alone && groups.Zip(limits).All(pair => rank < pair.First.Length && ranking.ValueOf(pair.First[rank]) > pair.Second);
            foreach ((int[] group, double limit) in groups.Zip(limits).Where(pair => rank < pair.First.Length))
            {
                decisions[group[rank]] = Decide(seats[group[rank]], rank + 1, ranking.ValueOf(group[rank]), limit, all);
            }
        }
    }

    private FilterDecision Decide(RatedSeat seat, int rank, double goal, double limit, bool all)
    {
        (bool kept, string rule) = rank <= _options.AlwaysKept ? (true, $"among the best {_options.AlwaysKept}, always kept")
            : rank > _options.LastRank ? (false, $"below rank {_options.LastRank}")
            : all ? (true, "this rank is above the means on all seats")
            : (false, "this rank is not above the means on all seats");
        return new FilterDecision(seat, kept, FormattableString.Invariant($"rank {rank} by goal ({goal}; limit {limit:0.###}): {rule}")) { Rule = rule };
    }
}
