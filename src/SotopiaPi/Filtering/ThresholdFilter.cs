namespace SotopiaPi;

/// <summary>Keeps seats whose score exceeds a threshold, and optionally whose partners' scores do. To compare with partners, pass all seats of the episodes.</summary>
/// <param name="options">The threshold; goal above 7 when <see langword="null"/>.</param>
public sealed class ThresholdFilter(ThresholdOptions? options = null) : IEpisodeFilter
{
    private readonly ThresholdOptions _options = options ?? new ThresholdOptions();

    /// <inheritdoc/>
    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        SeatRanking ranking = new(seats, _options.Dimension);
        FilterDecision?[] decisions = ranking.DropUnrated();
        ILookup<string, RatedSeat> episodes = seats.ToLookup(seat => seat.EpisodeKey);
        foreach (int index in ranking.Rated())
        {
            decisions[index] = Decide(seats[index], ranking, ranking.ValueOf(index), episodes[seats[index].EpisodeKey], ReferenceMean(seats[index], context));
        }

        return ValueTask.FromResult(new FilterResult(decisions!));
    }

    private FilterDecision Decide(RatedSeat seat, SeatRanking ranking, double value, IEnumerable<RatedSeat> episode, double? mean)
    {
        double limit = Math.Min(_options.Threshold, mean ?? _options.Threshold);
        if (value <= limit)
        {
            return Decision(seat, false, $"{ranking.Name} {value} is not above {limit}", $"{ranking.Name} not above the threshold");
        }

        if (_options.PartnerFloor is { } floor)
        {
            double partnerLimit = Math.Min(_options.Threshold, Math.Max(floor, mean ?? floor));
            RatedSeat[] partners = [.. episode.Where(other => other.Seat != seat.Seat)];
            if (partners.Length == 0 || !partners.All(other => Value(other) > partnerLimit))
            {
                return Decision(seat, false, $"a partner's {ranking.Name} is missing or not above {partnerLimit}", $"a partner's {ranking.Name} missing or not above the threshold");
            }
        }

        return Decision(seat, true, $"{ranking.Name} {value} is above {limit}", $"{ranking.Name} above the threshold");
    }

    private double? Value(RatedSeat seat) => _options.Dimension is { } dimension ? seat.ValueOf(dimension) : seat.Overall.Mean;

    private double? ReferenceMean(RatedSeat seat, FilterContext context)
    {
        if (!_options.CompareWithReference || _options.Dimension is not { } dimension)
        {
            return null;
        }

        bool found = context.ReferenceMeans.TryGetValue(seat.TaskKey, out var means) || context.ReferenceMeans.TryGetValue(seat.EnvironmentId, out means);
        return found && means!.TryGetValue(seat.Seat, out var scores) && scores.TryGetValue(dimension, out double mean) ? mean : null;
    }

    private static FilterDecision Decision(RatedSeat seat, bool kept, FormattableString reason, string rule) =>
        new(seat, kept, FormattableString.Invariant(reason)) { Rule = rule };
}
