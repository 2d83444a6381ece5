namespace SotopiaPi;

/// <summary>Names the adapter that a round starts from.</summary>
/// <param name="Round">The name of an earlier round; empty for the base model; <see langword="null"/> for the round before.</param>
public readonly record struct RoundStart(string? Round)
{
    /// <summary>Gets the base model, without an adapter.</summary>
    public static RoundStart Base { get; } = new("");

    /// <summary>Gets the adapter of the round before; the base model in the first round.</summary>
    public static RoundStart Previous { get; } = new(null);

    /// <summary>Gets the adapter of a named earlier round.</summary>
    /// <param name="round">The round's name.</param>
    /// <returns>The start.</returns>
    public static RoundStart After(string round)
    {
        ArgumentException.ThrowIfNullOrEmpty(round);
        return new RoundStart(round);
    }
}
