namespace SotopiaPi;

/// <summary>Everything that a seat knows when it must act. Visibility was decided by the environment; nobody looks further.</summary>
/// <param name="Seat">The observer.</param>
/// <param name="Turn">The number of the turn about to be played, from 0.</param>
/// <param name="AgentName">The observer's name.</param>
/// <param name="Text">The context of the interaction as text.</param>
/// <param name="History">What happened so far and was perceived by this seat, oldest first; own actions included.</param>
/// <param name="Available">The kinds of action allowed now; never empty.</param>
/// <param name="Recipients">The seats to which an action may be addressed privately; empty when everything is public.</param>
public sealed record Observation(
    Seat Seat,
    int Turn,
    string AgentName,
    string Text,
    IReadOnlyList<ObservedMessage> History,
    IReadOnlyList<ActionType> Available,
    IReadOnlyList<Seat> Recipients)
{
    /// <summary>Gets the parts of which <see cref="Text"/> was made.</summary>
    public required ObservedScene Scene { get; init; }

    /// <summary>Gets for each turn played what this seat saw of it as one text, its deeds joined by semicolons; empty when nothing was done.</summary>
    public IReadOnlyList<string> TurnTexts { get; init; } = [];

    /// <summary>Gets what the agent returned as <see cref="AgentTurn.Memory"/>, or what an <see cref="IAgentMemory"/> recalled.</summary>
    public string? Memory { get; init; }

    /// <summary>Gets why the last try was refused; <see langword="null"/> at the first try.</summary>
    public ActionProblem? Problem { get; init; }

    /// <summary>Gets what a strategy advises the agent to do in this turn; environments never set it. See <see cref="StrategyAgent"/>.</summary>
    public string? Advice { get; init; }

    /// <summary>Gets the seed of this decision, made of the episode's seed, the seat, the turn and the try. Agents that draw use it and nothing else.</summary>
    /// <value>From 0 to 2⁶³ − 1.</value>
    public long Seed { get; init; }
}
