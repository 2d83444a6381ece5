namespace SotopiaPi;

/// <summary>Says how two characters are related.</summary>
/// <param name="Id">The stable id of the record.</param>
/// <param name="FirstAgentId">The id of the character in the first position (order matters for age constraints).</param>
/// <param name="SecondAgentId">The id of the character in the second position.</param>
/// <param name="Type">The kind of relationship.</param>
public sealed record Relationship(string Id, string FirstAgentId, string SecondAgentId, RelationshipType Type)
{
    /// <summary>Gets the story behind the relationship; may be empty.</summary>
    public string BackgroundStory { get; init; } = "";

    /// <summary>Gets the tag of newer records.</summary>
    public string Tag { get; init; } = "";
}
