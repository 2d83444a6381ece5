namespace SotopiaPi;

/// <summary>What a seat does in a turn.</summary>
/// <param name="Type">The kind of action.</param>
/// <param name="Argument">The utterance, gesture or deed; empty for <see cref="ActionType.None"/> and <see cref="ActionType.Leave"/>.</param>
public sealed record AgentAction(ActionType Type, string Argument = "")
{
    /// <summary>Gets the seats that may perceive the action; empty means everybody.</summary>
    public IReadOnlyList<Seat> Recipients { get; init; } = [];

    /// <summary>Gets the action that does nothing.</summary>
    public static AgentAction None { get; } = new(ActionType.None);

    /// <summary>Gets the action that leaves the conversation.</summary>
    public static AgentAction Leave { get; } = new(ActionType.Leave);

    /// <summary>Makes the action that says something.</summary>
    /// <param name="utterance">What is said, without quotes.</param>
    /// <returns>The action.</returns>
    public static AgentAction Speak(string utterance) => new(ActionType.Speak, utterance);
}
