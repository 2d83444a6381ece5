namespace SotopiaPi;

/// <summary>A player without a model: a fixed list of actions, or a rule of the caller's own.</summary>
public sealed class ScriptedAgent : ISocialAgent
{
    private readonly Func<Observation, AgentAction> _choose;

    /// <summary>Makes a player that plays a list, one action at each of its turns, and then leaves.</summary>
    /// <param name="actions">The actions.</param>
    public ScriptedAgent(IReadOnlyList<AgentAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        AgentAction[] list = [.. actions];
        _choose = observation =>
        {
            int turn = observation.History.Count(message => message.Sender == observation.Seat);
            return turn < list.Length ? list[turn] : AgentAction.Leave;
        };
    }

    /// <summary>Makes a player that follows a rule.</summary>
    /// <param name="choose">Chooses an action; draws with <see cref="Observation.Seed"/> only. Called by many episodes at once when the agent is shared.</param>
    public ScriptedAgent(Func<Observation, AgentAction> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        _choose = choose;
    }

    /// <inheritdoc/>
    public ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new AgentTurn(_choose(observation)) { Memory = observation.Memory });
    }
}
