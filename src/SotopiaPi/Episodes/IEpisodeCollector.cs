namespace SotopiaPi;

/// <summary>Plays many plans: in this process with bounded concurrency by default, on a cluster by another package.</summary>
public interface IEpisodeCollector
{
    /// <summary>Plays the plans and streams what became of them, in the order in which they end.</summary>
    /// <param name="plans">The plans; read only as fast as they are played.</param>
    /// <param name="cancellationToken">Stops; what has ended was delivered, nothing goes on running.</param>
    /// <returns>One result for each plan. An episode that broke is a result with a failure.</returns>
    IAsyncEnumerable<EpisodeResult> CollectAsync(IAsyncEnumerable<EpisodePlan> plans, CancellationToken cancellationToken = default);
}
