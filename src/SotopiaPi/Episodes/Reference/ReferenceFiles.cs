namespace SotopiaPi;

/// <summary>Writes whole data sets in the forms of the reference; <see cref="ProfileFolder"/> reads each of them back.</summary>
public static class ReferenceFiles
{
    private static readonly Dictionary<string, string> FileNames = new()
    {
        ["AgentProfile"] = "agent_profiles",
        ["EnvironmentProfile"] = "environment_profiles",
        ["RelationshipProfile"] = "relationship_profiles",
        ["EnvAgentComboStorage"] = "env_agent_combo_storages",
        ["EnvironmentList"] = "environment_lists",
    };

    /// <summary>Makes the documents of profiles.</summary>
    /// <param name="profiles">The profiles.</param>
    /// <param name="version">The version whose fields are written.</param>
    /// <returns>The documents of all records.</returns>
    public static IEnumerable<ReferenceDocument> Documents(ProfileFolder profiles, ReferenceVersion version)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        return
        [
            .. profiles.Agents.Select(agent => ReferenceDocument.Of(agent, version)),
            .. profiles.Environments.Select(environment => ReferenceDocument.Of(environment, version)),
            .. profiles.Relationships.Select(relationship => ReferenceDocument.Of(relationship, version)),
            .. profiles.Combinations.Select(ReferenceDocument.Of),
            .. profiles.EnvironmentLists.Select(ReferenceRecordJson.Write),
        ];
    }

    /// <summary>Writes the layout of the reference's local storage: one indented file a record, <c>AgentProfile/ID.json</c>. Files of other records stay.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="documents">The documents.</param>
    /// <returns>The number of files written.</returns>
    /// <exception cref="RecordFormatException">An id cannot name a file.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static int WriteLocal(string folder, IEnumerable<ReferenceDocument> documents)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(documents);
        int count = 0;
        foreach (ReferenceDocument document in documents)
        {
            AtomicFile.WriteAllText(Path.Combine(folder, document.RelativePath), document.ToFileText());
            count++;
        }

        return count;
    }

    /// <summary>Writes an export of Redis: one JSON object of documents by their keys, one record a line.</summary>
    /// <param name="file">The file; replaced when it is there.</param>
    /// <param name="documents">The documents.</param>
    /// <returns>The number of records written.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static int WriteRedisExport(string file, IEnumerable<ReferenceDocument> documents)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(documents);
        int count = 0;
        AtomicFile.Write(file, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            writer.Write('{');
            foreach (ReferenceDocument document in documents)
            {
                writer.Write(count++ == 0 ? "\n" : ",\n");
                writer.Write(PythonJson.Write(document.RedisKey));
                writer.Write(": ");
                writer.Write(document.ToLine());
            }

            writer.Write("\n}\n");
        });
        return count;
    }

    /// <summary>Writes the published JSON lines: <c>agent_profiles.jsonl</c>, <c>environment_profiles.jsonl</c>, <c>relationship_profiles.jsonl</c>, <c>env_agent_combo_storages.jsonl</c> and, where there are any, <c>environment_lists.jsonl</c>; files of these names are replaced.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="profiles">The profiles.</param>
    /// <param name="version">The version; the release of 2023 has no <c>model_id</c>.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void WriteLines(string folder, ProfileFolder profiles, ReferenceVersion version = ReferenceVersion.Head)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(profiles);
        WriteLines(folder, FileNames["AgentProfile"], profiles.Agents.Select(agent => ReferenceLines.Of(agent, version)));
        WriteLines(folder, FileNames["EnvironmentProfile"], profiles.Environments.Select(ReferenceLines.Of));
        WriteLines(folder, FileNames["RelationshipProfile"], profiles.Relationships.Select(ReferenceLines.Of));
        WriteLines(folder, FileNames["EnvAgentComboStorage"], profiles.Combinations.Select(ReferenceLines.Of));
        if (profiles.EnvironmentLists.Count > 0)
        {
            WriteLines(folder, FileNames["EnvironmentList"], profiles.EnvironmentLists.Select(list => ReferenceRecordJson.Write(list).ToLine()));
        }
    }

    /// <summary>Writes the stored documents as JSON lines into the files of <see cref="WriteLines(string, ProfileFolder, ReferenceVersion)"/>: nothing that a profile can hold is left out.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="profiles">The profiles.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void WriteStoredLines(string folder, ProfileFolder profiles)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        foreach (IGrouping<string, ReferenceDocument> documents in Documents(profiles, ReferenceVersion.Head).GroupBy(document => document.Class))
        {
            WriteLines(folder, FileNames[documents.Key], documents.Select(document => document.ToLine()));
        }
    }

    private static void WriteLines(string folder, string name, IEnumerable<string> lines) => AtomicFile.Write(Path.Combine(folder, name + ".jsonl"), stream =>
    {
        using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" };
        foreach (string line in lines)
        {
            writer.WriteLine(line);
        }
    });
}
