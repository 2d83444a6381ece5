using System.Text.Json;

namespace SotopiaPi;

/// <summary>Gathers profiles record by record, whatever they come from: files, a database, a service. A malformed record is reported and stops nothing. Not thread-safe.</summary>
public sealed class ProfileCollection
{
    private readonly List<AgentProfile> _agents = [];
    private readonly List<EnvironmentProfile> _environments = [];
    private readonly List<Relationship> _relationships = [];
    private readonly List<TaskCombination> _combinations = [];
    private readonly List<EnvironmentList> _lists = [];
    private readonly List<RecordProblem> _problems = [];

    /// <summary>Gets the names of the reference's classes that are gathered.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["AgentProfile", "EnvironmentProfile", "RelationshipProfile", "EnvAgentComboStorage", "EnvironmentList"];

    /// <summary>Adds a record, under the keys of any version and of the published files.</summary>
    /// <param name="recordClass">The name of the reference's class: one of <see cref="Classes"/>.</param>
    /// <param name="source">The file or server that it comes from, for problems.</param>
    /// <param name="record">Which record it is, for problems.</param>
    /// <param name="json">The document.</param>
    /// <returns><see langword="false"/> when the class is not gathered here; a malformed record is taken, as a problem.</returns>
    public bool TryAdd(string recordClass, string source, string record, JsonElement json)
    {
        switch (recordClass)
        {
            case "AgentProfile": Add(_agents, ProfileJson.ReadAgent, source, record, json); return true;
            case "EnvironmentProfile": Add(_environments, ProfileJson.ReadEnvironment, source, record, json); return true;
            case "RelationshipProfile": Add(_relationships, ProfileJson.ReadRelationship, source, record, json); return true;
            case "EnvAgentComboStorage": Add(_combinations, ProfileJson.ReadCombination, source, record, json); return true;
            case "EnvironmentList": Add(_lists, ReferenceRecordJson.ReadEnvironmentList, source, record, json); return true;
            default: return false;
        }
    }

    /// <summary>Adds a problem that was found before the record could be read.</summary>
    /// <param name="problem">The problem.</param>
    public void Report(RecordProblem problem) => _problems.Add(problem);

    /// <summary>Gives what was gathered.</summary>
    /// <returns>The profiles in the order in which they were added.</returns>
    public ProfileFolder ToFolder() => new([.. _agents], [.. _environments], [.. _relationships], [.. _combinations], [.. _problems]) { EnvironmentLists = [.. _lists] };

    private void Add<T>(List<T> items, Func<JsonElement, T> read, string source, string record, JsonElement json)
    {
        try
        {
            items.Add(read(json));
        }
        catch (RecordFormatException e)
        {
            _problems.Add(new RecordProblem(source, record, e.Field, e.Message));
        }
    }
}
