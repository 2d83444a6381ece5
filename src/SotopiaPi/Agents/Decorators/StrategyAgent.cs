namespace SotopiaPi;

/// <summary>
/// Gives an agent a piece of advice before it acts, as <see cref="Observation.Advice"/> (strategy injection, SOTOPIA-Ω, arXiv:2502.15538). The advice is not part
/// of the episode: training examples made of it have the plain prompt, so that the model learns to act that way without being told.
/// </summary>
/// <param name="inner">The agent inside.</param>
/// <param name="strategy">Makes the advice of a turn; <see langword="null"/> for none.</param>
public sealed class StrategyAgent(ISocialAgent inner, Func<Observation, CancellationToken, ValueTask<string?>> strategy) : DelegatingAgent(inner)
{
    private readonly Func<Observation, CancellationToken, ValueTask<string?>> _strategy = strategy ?? throw new ArgumentNullException(nameof(strategy));

    /// <inheritdoc/>
    public override async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        string? advice = await _strategy(observation, cancellationToken).ConfigureAwait(false);
        return await base.ActAsync(string.IsNullOrWhiteSpace(advice) ? observation : observation with { Advice = advice }, cancellationToken).ConfigureAwait(false);
    }
}
