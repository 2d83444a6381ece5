namespace SotopiaPi;

/// <summary>Scores what an agent could do in a turn: a reward model, a judge, a rule.</summary>
public interface ITurnScorer
{
    /// <summary>Scores a turn that is not played yet.</summary>
    /// <param name="observation">What the agent perceives.</param>
    /// <param name="turn">What it would do.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The score; higher is better. Scores of one turn are compared with one another only.</returns>
    ValueTask<double> ScoreAsync(Observation observation, AgentTurn turn, CancellationToken cancellationToken = default);
}

/// <summary>Scores with a function.</summary>
/// <param name="score">Scores a turn; higher is better.</param>
public sealed class DelegateTurnScorer(Func<Observation, AgentTurn, double> score) : ITurnScorer
{
    private readonly Func<Observation, AgentTurn, double> _score = score ?? throw new ArgumentNullException(nameof(score));

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(Observation observation, AgentTurn turn, CancellationToken cancellationToken = default) => ValueTask.FromResult(_score(observation, turn));
}
