namespace SotopiaPi;

/// <summary>What an agent answers when it is asked to act.</summary>
/// <param name="Action">The action; <see cref="AgentAction.None"/> when <paramref name="Action"/> could not be obtained and <see cref="Failure"/> says why.</param>
public sealed record AgentTurn(AgentAction Action)
{
    /// <summary>Gets what the agent wants to remember: it comes back to the same seat as <see cref="Observation.Memory"/>.</summary>
    public string? Memory { get; init; }

    /// <summary>Gets the model's reply behind the action; <see langword="null"/> for scripted and human agents.</summary>
    public ModelReply? Reply { get; init; }

    /// <summary>Gets the reply of the repair call behind the action; <see langword="null"/> when the first reply could be read or no <c>repair</c> client is registered.</summary>
    public ModelReply? Repair { get; init; }

    /// <summary>Gets why the first try was refused and the agent asked once more; <see langword="null"/> when there was one try only. Set by the runner.</summary>
    public ActionProblem? Refused { get; init; }

    /// <summary>Gets why the action is not the agent's own; <see langword="null"/> when all went well.</summary>
    public AgentFailure? Failure { get; init; }
}
