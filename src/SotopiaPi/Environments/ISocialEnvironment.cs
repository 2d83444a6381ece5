namespace SotopiaPi;

/// <summary>The rules of an interaction. Holds no state of its own, so that one instance serves all episodes at once.</summary>
public interface ISocialEnvironment
{
    /// <summary>Makes the state before the first turn.</summary>
    /// <param name="task">The task.</param>
    /// <param name="options">The rules.</param>
    /// <returns>The state at turn 0.</returns>
    EpisodeState Begin(SocialTask task, EpisodeOptions options);

    /// <summary>Says who acts now. Only these seats are asked, all together.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The seats; empty when the episode has ended (the reason is in the state).</returns>
    IReadOnlyList<Seat> ActiveSeats(EpisodeState state);

    /// <summary>Shows the state to a seat. What a seat may know is decided here and nowhere else.</summary>
    /// <param name="state">The state.</param>
    /// <param name="seat">The observer.</param>
    /// <returns>The observation.</returns>
    Observation Observe(EpisodeState state, Seat seat);

    /// <summary>Checks an action before it is played.</summary>
    /// <param name="state">The state.</param>
    /// <param name="seat">The actor.</param>
    /// <param name="action">The action.</param>
    /// <returns>The text for one more try, or <see langword="null"/> when the action is allowed.</returns>
    ActionProblem? Check(EpisodeState state, Seat seat, AgentAction action);

    /// <summary>Plays a turn.</summary>
    /// <param name="state">The state before the turn.</param>
    /// <param name="turns">The turn of each active seat.</param>
    /// <param name="cancellationToken">Cancels the step; narrators and monitors may call a model.</param>
    /// <returns>The state after the turn.</returns>
    ValueTask<EpisodeState> StepAsync(EpisodeState state, IReadOnlyDictionary<Seat, AgentTurn> turns, CancellationToken cancellationToken = default);
}
