using System.Globalization;

namespace SotopiaPi;

/// <summary>
/// Asks an agent again after a failure. A reply that could not be read is asked for again with the error as <see cref="Observation.Problem"/>, so that a model sees
/// it; after a failure of the client the same is asked once more. Every try draws with its own seed; the usage of all tries is added up.
/// </summary>
public sealed class RetryAgent : DelegatingAgent
{
    private readonly int _maxAttempts;

    /// <summary>Makes a decorator.</summary>
    /// <param name="inner">The agent inside.</param>
    /// <param name="maxAttempts">How often a turn is asked for at most, the first time included. At least 1.</param>
    public RetryAgent(ISocialAgent inner, int maxAttempts = 3)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAttempts, 1);
        _maxAttempts = maxAttempts;
    }

    /// <inheritdoc/>
    public override async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        AgentTurn turn = await base.ActAsync(observation, cancellationToken).ConfigureAwait(false);
        List<AgentTurn> tries = [turn];
        while (turn.Failure is { } failure && tries.Count < _maxAttempts)
        {
            Observation again = observation with { Problem = ProblemAfter(failure, observation.Problem), Seed = SeedOf(observation, tries.Count) };
            turn = await base.ActAsync(again, cancellationToken).ConfigureAwait(false);
            tries.Add(turn);
        }

        return TurnUsage.Sum(turn, tries);
    }

    private static ActionProblem? ProblemAfter(AgentFailure failure, ActionProblem? before)
    {
        if (failure.Kind != AgentFailure.Parse)
        {
            return before;
        }

        string problem = $"Your reply could not be used: {failure.Message}.";
        return new ActionProblem(before is null ? problem : $"{before.Text} {problem}");
    }

    private static long SeedOf(Observation observation, int attempt) =>
        StableKey.Seed(["retry", observation.Seed.ToString(CultureInfo.InvariantCulture), attempt.ToString(CultureInfo.InvariantCulture)]);
}
