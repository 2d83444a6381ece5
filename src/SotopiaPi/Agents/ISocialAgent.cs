namespace SotopiaPi;

/// <summary>A player. All that it knows is in the observation: state comes in and goes out, so that an episode can be resumed, forked and replayed.</summary>
public interface ISocialAgent
{
    /// <summary>Chooses the next action of the seat.</summary>
    /// <param name="observation">What the seat perceives; the whole of the agent's knowledge.</param>
    /// <param name="cancellationToken">Cancels the choice.</param>
    /// <returns>The turn. A reply that cannot be understood is a turn with an <see cref="AgentTurn.Failure"/>, not an exception.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default);
}
