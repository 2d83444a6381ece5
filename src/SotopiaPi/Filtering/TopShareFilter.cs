namespace SotopiaPi;

/// <summary>Keeps the best share of each environment, ranked by the goal score; ties go to the better overall score, then to the earlier episode.</summary>
/// <param name="options">The share and the grouping; <see cref="TopShareOptions.Paper"/> when <see langword="null"/>.</param>
public sealed class TopShareFilter(TopShareOptions? options = null) : IEpisodeFilter
{
    private readonly TopShareOptions _options = options ?? TopShareOptions.Paper;

    /// <inheritdoc/>
    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        SeatRanking ranking = new(seats, _options.Dimension);
        FilterDecision?[] decisions = ranking.DropUnrated();
        string share = FormattableString.Invariant($"best {_options.Share * 100:0.##} % by {ranking.Name}");
        foreach (int[] group in ranking.Groups(_options.Grouping))
        {
            int count = (int)decimal.Round((decimal)_options.Share * group.Length, _options.Rounding);
            for (int rank = 0; rank < group.Length; rank++)
            {
                int index = group[rank];
                string reason = FormattableString.Invariant($"rank {rank + 1} of {group.Length} by {ranking.Name} ({ranking.ValueOf(index)}); the {share} are {count}");
                decisions[index] = new FilterDecision(seats[index], rank < count, reason) { Rule = (rank < count ? "among the " : "not among the ") + share };
            }
        }

        return ValueTask.FromResult(new FilterResult(decisions!));
    }
}
