using System.Text.Json;

namespace SotopiaPi;

/// <summary>
/// Characters, situations, relationships and combinations of a folder: the published files (<c>agent_profiles.jsonl</c>, <c>environment_profiles.jsonl</c>,
/// <c>relationship_profiles.jsonl</c>, <c>env_agent_combos.jsonl</c>, also as <c>.json</c>), the reference's local storage (<c>AgentProfile/ID.json</c> …), or
/// one's own in the same form.
/// </summary>
/// <param name="Agents">The characters.</param>
/// <param name="Environments">The situations.</param>
/// <param name="Relationships">The relationships.</param>
/// <param name="Combinations">Who plays in which situation; empty when the folder does not say.</param>
/// <param name="Problems">The records that were left out, and why.</param>
public sealed record ProfileFolder(
    IReadOnlyList<AgentProfile> Agents,
    IReadOnlyList<EnvironmentProfile> Environments,
    IReadOnlyList<Relationship> Relationships,
    IReadOnlyList<TaskCombination> Combinations,
    IReadOnlyList<RecordProblem> Problems)
{
    /// <summary>Gets the named lists of situations (<c>environment_lists.jsonl</c>, or the local storage's <c>EnvironmentList/ID.json</c>), e.g. <c>hard_env_set</c>.</summary>
    public IReadOnlyList<EnvironmentList> EnvironmentLists { get; init; } = [];

    /// <summary>Reads a folder. Files of other names are not looked at.</summary>
    /// <param name="folder">The path.</param>
    /// <returns>What the folder holds; a malformed record is left out and listed in <see cref="Problems"/>.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="RecordFormatException">A file is not JSON; the message names file and line.</exception>
    public static ProfileFolder Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}': name a folder with agent_profiles.jsonl and environment_profiles.jsonl.");
        }

        List<RecordProblem> problems = [];
        return new ProfileFolder(
            Read(folder, "agent_profile", "AgentProfile", ProfileJson.ReadAgent, problems),
            Read(folder, "environment_profile", "EnvironmentProfile", ProfileJson.ReadEnvironment, problems),
            Read(folder, "relationship_profile", "RelationshipProfile", ProfileJson.ReadRelationship, problems),
            Read(folder, "env_agent_combo", "EnvAgentComboStorage", ProfileJson.ReadCombination, problems),
            problems)
        {
            EnvironmentLists = Read(folder, "environment_list", "EnvironmentList", ReferenceRecordJson.ReadEnvironmentList, problems),
        };
    }

    private static List<T> Read<T>(string folder, string prefix, string subfolder, Func<JsonElement, T> read, List<RecordProblem> problems)
        where T : class
    {
        IEnumerable<string> files = Directory.EnumerateFiles(folder, prefix + "*.json*");
        string own = Path.Combine(folder, subfolder);
        if (Directory.Exists(own))
        {
            files = files.Concat(Directory.EnumerateFiles(own, "*.json"));
        }

        return [.. files.Order(StringComparer.Ordinal).SelectMany(file => RecordFile.Read(file, read, problems))];
    }
}
