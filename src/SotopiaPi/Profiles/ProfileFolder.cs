namespace SotopiaPi;

/// <summary>
/// Characters, situations, relationships and combinations of a folder: the published files (<c>agent_profiles.jsonl</c>, <c>environment_profiles.jsonl</c>,
/// <c>relationship_profiles.jsonl</c>, <c>env_agent_combos.jsonl</c>, also as <c>.json</c>), the reference's local storage (<c>AgentProfile/ID.json</c> …), exports of
/// Redis (a <c>.json</c> file with one object of documents by their keys), or one's own in the same form. <see cref="ReferenceFiles"/> writes them.
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
    private static readonly Dictionary<string, string> Prefixes = new()
    {
        ["AgentProfile"] = "agent_profile",
        ["EnvironmentProfile"] = "environment_profile",
        ["RelationshipProfile"] = "relationship_profile",
        ["EnvAgentComboStorage"] = "env_agent_combo",
        ["EnvironmentList"] = "environment_list",
    };

    /// <summary>Gets the named lists of situations (<c>environment_lists.jsonl</c>, or the local storage's <c>EnvironmentList/ID.json</c>), e.g. <c>hard_env_set</c>.</summary>
    public IReadOnlyList<EnvironmentList> EnvironmentLists { get; init; } = [];

    /// <summary>Reads a folder. Files of other names and forms are not looked at.</summary>
    /// <param name="folder">The path.</param>
    /// <returns>What the folder holds; a malformed record is left out and listed in <see cref="Problems"/>.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ProfileFolder Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}': name a folder with agent_profiles.jsonl and environment_profiles.jsonl.");
        }

        ProfileCollection profiles = new();
        foreach (string recordClass in ProfileCollection.Classes)
        {
            foreach (string file in FilesOf(folder, recordClass))
            {
                Add(profiles, file, _ => recordClass);
            }
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.json").Where(IsWholeExport).Order(StringComparer.Ordinal))
        {
            Add(profiles, file, key => key is not null && RedisKeys.TryParse(key, out string recordClass, out _) ? recordClass : "");
        }

        return profiles.ToFolder();
    }

    private static void Add(ProfileCollection profiles, string file, Func<string?, string> classOf)
    {
        foreach (FileRecord record in RecordFile.Read(file, profiles.Report))
        {
            profiles.TryAdd(classOf(record.Key), file, record.Name, record.Json);
        }
    }

    private static IEnumerable<string> FilesOf(string folder, string recordClass)
    {
        string own = Path.Combine(folder, recordClass);
        IEnumerable<string> stored = Directory.Exists(own) ? Directory.EnumerateFiles(own, "*.json") : [];
        return Directory.EnumerateFiles(folder, Prefixes[recordClass] + "*.json*").Concat(stored).Order(StringComparer.Ordinal);
    }

    /// <summary>An export of all classes; one of a single class is named like the published file.</summary>
    private static bool IsWholeExport(string file) => !Prefixes.Values.Any(Path.GetFileName(file).StartsWith) && RedisKeys.IsExport(file);
}
