namespace SotopiaPi;

/// <summary>Puts decorators around the agents of a factory. The first one used is the outermost, as with <c>ChatClientBuilder</c>.</summary>
/// <param name="inner">Makes the agents inside.</param>
public sealed class SocialAgentBuilder(ISocialAgentFactory inner)
{
    private readonly ISocialAgentFactory _inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly List<Func<ISocialAgent, SeatAssignment, ISocialAgent>> _decorators = [];

    /// <summary>Adds a decorator inside those already added.</summary>
    /// <param name="decorate">Makes the decorator around the agent of a seat.</param>
    /// <returns>This builder.</returns>
    public SocialAgentBuilder Use(Func<ISocialAgent, SeatAssignment, ISocialAgent> decorate)
    {
        _decorators.Add(decorate ?? throw new ArgumentNullException(nameof(decorate)));
        return this;
    }

    /// <summary>Adds a decorator inside those already added.</summary>
    /// <param name="decorate">Makes the decorator around an agent.</param>
    /// <returns>This builder.</returns>
    public SocialAgentBuilder Use(Func<ISocialAgent, ISocialAgent> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        return Use((agent, _) => decorate(agent));
    }

    /// <summary>Makes the factory of the decorated agents. What is added afterwards does not change it.</summary>
    /// <returns>The factory.</returns>
    public ISocialAgentFactory Build()
    {
        Func<ISocialAgent, SeatAssignment, ISocialAgent>[] decorators = [.. _decorators];
        return new DelegateAgentFactory(assignment => decorators.Reverse().Aggregate(_inner.Create(assignment), (agent, decorate) => decorate(agent, assignment)));
    }
}
