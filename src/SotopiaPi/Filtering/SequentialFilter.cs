namespace SotopiaPi;

/// <summary>Two filters one after the other.</summary>
internal sealed class SequentialFilter(IEpisodeFilter first, IEpisodeFilter second) : IEpisodeFilter
{
    private readonly IEpisodeFilter _first = first ?? throw new ArgumentNullException(nameof(first));
    private readonly IEpisodeFilter _second = second ?? throw new ArgumentNullException(nameof(second));

    public async ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default)
    {
        FilterResult before = await _first.FilterAsync(seats, context, cancellationToken).ConfigureAwait(false);
        FilterResult after = await _second.FilterAsync([.. before.Kept], context, cancellationToken).ConfigureAwait(false);
        Queue<FilterDecision> decided = new(after.Decisions);
        return new FilterResult([.. before.Decisions.Select(decision => decision.Kept ? decided.Dequeue() : decision)]);
    }
}
