namespace SotopiaPi;

/// <summary>Decides which seats of rated episodes are worth learning from.</summary>
public interface IEpisodeFilter
{
    /// <summary>Decides for each seat, with a reason.</summary>
    /// <param name="seats">The rated seats, without transcripts.</param>
    /// <param name="context">Loads an episode when a filter needs its text; reference means; the seed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One decision for each input, in the same order.</returns>
    ValueTask<FilterResult> FilterAsync(IReadOnlyList<RatedSeat> seats, FilterContext context, CancellationToken cancellationToken = default);
}
