namespace SotopiaPi;

/// <summary>A kind of social action (arXiv:2310.11667 §2). An open set: an environment may add its own.</summary>
/// <param name="Name">The name as models write it, e.g. <c>speak</c>.</param>
public readonly record struct ActionType(string Name)
{
    /// <summary>Gets "do nothing this turn".</summary>
    public static ActionType None { get; } = new("none");

    /// <summary>Gets "say something".</summary>
    public static ActionType Speak { get; } = new("speak");

    /// <summary>Gets "show an expression or gesture".</summary>
    public static ActionType NonVerbal { get; } = new("non-verbal communication");

    /// <summary>Gets "do something physical".</summary>
    public static ActionType Action { get; } = new("action");

    /// <summary>Gets "leave the conversation".</summary>
    public static ActionType Leave { get; } = new("leave");

    /// <summary>Gets the five kinds in the order in which prompts list them.</summary>
    public static IReadOnlyList<ActionType> All { get; } = [None, Speak, NonVerbal, Action, Leave];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
