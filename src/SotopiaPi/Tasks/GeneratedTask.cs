using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>What came of one inspiration: exactly one of <see cref="Environment"/> and <see cref="Problem"/> is set.</summary>
/// <param name="Inspiration">The text.</param>
/// <param name="Environment">The situation.</param>
/// <param name="Problem">Why there is none: what was wrong with the last reply.</param>
public sealed record GeneratedTask(Inspiration Inspiration, EnvironmentProfile? Environment, string? Problem)
{
    /// <summary>Gets how often the model was asked.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets the tokens of all attempts; <see langword="null"/> when the client reports none.</summary>
    public UsageDetails? Usage { get; init; }
}
