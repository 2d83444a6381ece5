namespace SotopiaPi;

/// <summary>Plays a whole episode: the turn-by-turn runner, a one-call script writer, a replay.</summary>
public interface IEpisodePlayer
{
    /// <summary>Plays the plan as a stream of events: turns, and last <see cref="EpisodeEnded"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    /// <returns>The events.</returns>
    IAsyncEnumerable<EpisodeEvent> PlayAsync(EpisodePlan plan, CancellationToken cancellationToken = default);
}
