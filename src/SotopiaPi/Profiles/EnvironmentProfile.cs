using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Describes a social situation: where it takes place and what each seat privately wants.</summary>
/// <param name="Id">The stable id of the environment in its data set (<c>pk</c> or <c>env_id</c> of the published files).</param>
/// <param name="Scenario">The scene that all seats see.</param>
/// <param name="Goals">One private goal for each seat, in the order of the seats; at least two.</param>
public sealed record EnvironmentProfile(string Id, string Scenario, IReadOnlyList<string> Goals)
{
    /// <summary>Gets the code name.</summary>
    public string Codename { get; init; } = "";

    /// <summary>Gets the data set that inspired the environment, e.g. <c>social_iqa</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets the relationship that the characters must have.</summary>
    public RelationshipType Relationship { get; init; }

    /// <summary>Gets the age constraint as the data write it, e.g. <c>[(18, 70), (18, 70)]</c>; <see langword="null"/> when there is none.</summary>
    public string? AgeConstraint { get; init; }

    /// <summary>Gets the occupation constraint as the data write it; <see langword="null"/> when there is none.</summary>
    public string? OccupationConstraint { get; init; }

    /// <summary>Gets for each seat the ids of the characters allowed there; <see langword="null"/> when there is no such constraint.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? AgentConstraint { get; init; }

    /// <summary>Gets metadata of structured social games; <see langword="null"/> when there are none.</summary>
    public JsonObject? GameMetadata { get; init; }

    /// <summary>Gets the tag of newer records.</summary>
    public string Tag { get; init; } = "";
}
