namespace SotopiaPi;

/// <summary>Keeps what characters remember of one another from episode to episode (Lifelong-SOTOPIA, arXiv:2506.12666).</summary>
public interface IAgentMemory
{
    /// <summary>Recalls what the character brings into an episode. Called before turn 0.</summary>
    /// <param name="self">The seat and its character.</param>
    /// <param name="task">The task about to be played.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The text for <see cref="Observation.Memory"/>; <see langword="null"/> when there is nothing to recall.</returns>
    ValueTask<string?> RecallAsync(SeatAssignment self, SocialTask task, CancellationToken cancellationToken = default);

    /// <summary>Remembers an episode. Called after its end.</summary>
    /// <param name="self">The seat and its character.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the memory is kept.</returns>
    ValueTask RememberAsync(SeatAssignment self, Episode episode, CancellationToken cancellationToken = default);
}
