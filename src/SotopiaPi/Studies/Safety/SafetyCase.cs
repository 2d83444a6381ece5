namespace SotopiaPi;

/// <summary>A task of a safety study and where the agent under test sits.</summary>
/// <param name="Task">The task.</param>
/// <param name="Seat">The seat of the agent under test.</param>
/// <param name="Role">What its character wants.</param>
public sealed record SafetyCase(SocialTask Task, Seat Seat, SafetyRole Role)
{
    /// <summary>Gets the group of the case in tables, e.g. the column <c>category</c> of a file of prompts; may be empty.</summary>
    public string Group { get; init; } = "";
}
