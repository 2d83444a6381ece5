using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>A record as the reference stores it: in Redis under a key, or in a file below <c>~/.sotopia/data</c>.</summary>
/// <param name="Class">The name of the reference's class, e.g. <c>AgentProfile</c>.</param>
/// <param name="Id">The key of the record (<c>pk</c>).</param>
/// <param name="Json">The document.</param>
public sealed record ReferenceDocument(string Class, string Id, JsonObject Json)
{
    private static readonly Dictionary<string, string> Modules = new()
    {
        ["AgentProfile"] = "persistent_profile",
        ["EnvironmentProfile"] = "persistent_profile",
        ["RelationshipProfile"] = "persistent_profile",
        ["EnvironmentList"] = "persistent_profile",
        ["EnvAgentComboStorage"] = "env_agent_combo_storage",
        ["EpisodeLog"] = "logs",
        ["AnnotationForEpisode"] = "logs",
        ["NonStreamingSimulationStatus"] = "logs",
        ["CustomEvaluationDimension"] = "evaluation_dimensions",
        ["CustomEvaluationDimensionList"] = "evaluation_dimensions",
    };

    /// <summary>Gets the key in Redis, e.g. <c>:sotopia.database.logs.EpisodeLog:01H…</c>.</summary>
    public string RedisKey => $":sotopia.database.{Modules.GetValueOrDefault(Class, "base")}.{Class}:{Id}";

    /// <summary>Gets the path of the file below the data folder, e.g. <c>EpisodeLog/01H….json</c>.</summary>
    /// <exception cref="RecordFormatException">The id holds other characters than letters, digits, hyphens and underscores: it cannot name a file.</exception>
    public string RelativePath => Id.Length > 0 && Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? $"{Class}/{Id}.json"
        : throw new RecordFormatException("pk", $"found \"{Id}\", wanted letters, digits, hyphens and underscores only, since it names a file");

    /// <summary>Writes the text of the file.</summary>
    /// <returns>The JSON, indented by two spaces, without a line end at the end.</returns>
    public string ToFileText() => PythonJson.Write(Json, indent: 2);

    /// <summary>Writes the document on one line.</summary>
    /// <returns>The JSON without a line end.</returns>
    public string ToLine() => PythonJson.Write(Json);

    /// <summary>Makes the document of a character.</summary>
    /// <param name="agent">The character.</param>
    /// <param name="version">The version whose fields are written.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Of(AgentProfile agent, ReferenceVersion version)
    {
        ArgumentNullException.ThrowIfNull(agent);
        JsonObject json = new() { ["pk"] = agent.Id };
        ReferenceLines.AddAgentFields(json, agent);
        json["model_id"] = agent.ModelId;
        AddLater(json, version, ("mbti", agent.Mbti), ("tag", agent.Tag));
        return new ReferenceDocument("AgentProfile", agent.Id, json);
    }

    /// <summary>Makes the document of a situation.</summary>
    /// <param name="environment">The situation.</param>
    /// <param name="version">The version whose fields are written.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Of(EnvironmentProfile environment, ReferenceVersion version)
    {
        ArgumentNullException.ThrowIfNull(environment);
        JsonObject json = new() { ["pk"] = environment.Id };
        ReferenceLines.AddEnvironmentFields(json, environment, (int)environment.Relationship);
        json["agent_constraint"] = ReferenceLines.Constraint(environment);
        if (version == ReferenceVersion.Head)
        {
            json["game_metadata"] = environment.GameMetadata?.DeepClone();
        }

        AddLater(json, version, ("tag", environment.Tag));
        return new ReferenceDocument("EnvironmentProfile", environment.Id, json);
    }

    /// <summary>Makes the document of a relationship.</summary>
    /// <param name="relationship">The relationship.</param>
    /// <param name="version">The version whose fields are written.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Of(Relationship relationship, ReferenceVersion version)
    {
        ArgumentNullException.ThrowIfNull(relationship);
        JsonObject json = new()
        {
            ["pk"] = relationship.Id,
            ["agent_1_id"] = relationship.FirstAgentId,
            ["agent_2_id"] = relationship.SecondAgentId,
            ["relationship"] = (int)relationship.Type,
            ["background_story"] = relationship.BackgroundStory.Length == 0 ? null : relationship.BackgroundStory,
        };
        AddLater(json, version, ("tag", relationship.Tag));
        return new ReferenceDocument("RelationshipProfile", relationship.Id, json);
    }

    /// <summary>Makes the document of a combination.</summary>
    /// <param name="combination">The combination.</param>
    /// <returns>The document; all versions agree.</returns>
    public static ReferenceDocument Of(TaskCombination combination)
    {
        ArgumentNullException.ThrowIfNull(combination);
        return new ReferenceDocument("EnvAgentComboStorage", combination.Id, new JsonObject
        {
            ["pk"] = combination.Id, ["env_id"] = combination.EnvironmentId, ["agent_ids"] = EpisodeLogJson.Texts(combination.AgentIds),
        });
    }

    /// <summary>Makes the document of an episode log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="version">The version whose fields are written.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Of(EpisodeLog log, ReferenceVersion version)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new ReferenceDocument("EpisodeLog", log.Id, EpisodeLogJson.Write(log, version));
    }

    /// <summary>Reads an episode log.</summary>
    /// <param name="json">The document, of any version.</param>
    /// <returns>The log.</returns>
    /// <exception cref="RecordFormatException">The document is malformed; the message names the field.</exception>
    public static EpisodeLog ReadEpisodeLog(JsonElement json) => EpisodeLogJson.Read(json);

    private static void AddLater(JsonObject json, ReferenceVersion version, params (string Key, string Value)[] fields)
    {
        foreach ((string key, string value) in version == ReferenceVersion.V2023 ? [] : fields)
        {
            json[key] = value;
        }
    }
}
