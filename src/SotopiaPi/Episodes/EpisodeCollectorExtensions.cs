namespace SotopiaPi;

/// <summary>Shorter ways to collect.</summary>
public static class EpisodeCollectorExtensions
{
    /// <summary>Plays a list of plans.</summary>
    /// <param name="collector">The collector.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>One result for each plan, in the order in which they end.</returns>
    public static IAsyncEnumerable<EpisodeResult> CollectAsync(this IEpisodeCollector collector, IEnumerable<EpisodePlan> plans, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(plans);
        return collector.CollectAsync(plans.ToAsyncEnumerable(), cancellationToken);
    }
}
