namespace SotopiaPi;

/// <summary>An agent around another one: the base of decorators. Passes everything on unless overridden.</summary>
/// <param name="inner">The agent inside.</param>
public abstract class DelegatingAgent(ISocialAgent inner) : ISocialAgent
{
    /// <summary>Gets the agent inside.</summary>
    protected ISocialAgent Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default) => Inner.ActAsync(observation, cancellationToken);
}
