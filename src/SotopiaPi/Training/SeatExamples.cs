namespace SotopiaPi;

/// <summary>What there is to learn from a seat of an episode.</summary>
/// <param name="Examples">One example for each turn worth imitating, oldest first, all of one group.</param>
/// <param name="FailedTurns">The turns left out because the action was not the agent's own (<see cref="AgentTurn.Failure"/>).</param>
/// <param name="IdleTurns">The turns left out because nothing was done (arXiv:2403.08715's code drops <c>none</c> outputs).</param>
public sealed record SeatExamples(IReadOnlyList<SupervisedExample> Examples, int FailedTurns, int IdleTurns);
