namespace SotopiaPi;

/// <summary>Keeps the best k of each environment and seat, ranked by the goal score; ties go to the better overall score, then to the earlier episode.</summary>
/// <param name="options">The number and the grouping; the paper's top 2 when <see langword="null"/>.</param>
public sealed class TopRatedFilter(TopRatedOptions? options = null) : IEpisodeFilter
{
    private readonly TopRatedOptions _options = options ?? new TopRatedOptions();

    /// <inheritdoc/>
    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        SeatRanking ranking = new(seats, _options.Dimension);
        FilterDecision?[] decisions = ranking.DropUnrated();
        foreach (int[] group in ranking.Groups(_options.Grouping))
        {
            for (int rank = 0; rank < group.Length; rank++)
            {
                int index = group[rank];
                bool kept = rank < _options.Count;
                string reason = FormattableString.Invariant($"rank {rank + 1} of {group.Length} by {ranking.Name} ({ranking.ValueOf(index)}); the best {_options.Count} are kept");
                decisions[index] = new FilterDecision(seats[index], kept, reason) { Rule = FormattableString.Invariant($"{(kept ? "among" : "not among")} the best {_options.Count} by {ranking.Name}") };
            }
        }

        return ValueTask.FromResult(new FilterResult(decisions!));
    }
}
