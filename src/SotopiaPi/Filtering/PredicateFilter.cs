namespace SotopiaPi;

/// <summary>Keeps the seats that a condition accepts.</summary>
internal sealed class PredicateFilter(Func<RatedSeat, bool> accepts, string reason) : IEpisodeFilter
{
    private readonly Func<RatedSeat, bool> _accepts = accepts ?? throw new ArgumentNullException(nameof(accepts));
    private readonly string _reason = reason ?? throw new ArgumentNullException(nameof(reason));

    public ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new FilterResult([.. seats.Select(seat => _accepts(seat) ? new FilterDecision(seat, true, "competes") : new FilterDecision(seat, false, _reason))]));
}
