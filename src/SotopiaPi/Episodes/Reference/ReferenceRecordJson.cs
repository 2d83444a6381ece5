using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes and reads the smaller records of the reference; all versions agree on them.</summary>
public static class ReferenceRecordJson
{
    /// <summary>Makes the document of a list of environments.</summary>
    /// <param name="list">The list.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Write(EnvironmentList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new ReferenceDocument("EnvironmentList", list.Id, new JsonObject
        {
            ["pk"] = list.Id, ["name"] = list.Name, ["environments"] = EpisodeLogJson.Texts(list.EnvironmentIds), ["agent_index"] = list.AgentIndex is null ? null : EpisodeLogJson.Texts(list.AgentIndex),
        });
    }

    /// <summary>Reads a list of environments.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The list.</returns>
    /// <exception cref="RecordFormatException">The document is malformed, or has another number of sides than of environments.</exception>
    public static EnvironmentList ReadEnvironmentList(JsonElement json)
    {
        JsonFields fields = new(json);
        EnvironmentList list = new(fields.Text("pk"), fields.Text("name"), fields.Texts("environments"), fields["agent_index"] is null ? null : fields.Texts("agent_index"));
        return list.AgentIndex is null || list.AgentIndex.Count == list.EnvironmentIds.Count
            ? list
            : throw new RecordFormatException("agent_index", $"found {list.AgentIndex.Count} sides, wanted one for each of the {list.EnvironmentIds.Count} environments");
    }

    /// <summary>Makes the document of a person's rating.</summary>
    /// <param name="annotation">The rating.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Write(EpisodeAnnotation annotation)
    {
        ArgumentNullException.ThrowIfNull(annotation);
        return new ReferenceDocument("AnnotationForEpisode", annotation.Id, new JsonObject
        {
            ["pk"] = annotation.Id, ["episode"] = annotation.EpisodeId, ["annotator_id"] = annotation.AnnotatorId, ["rewards"] = EpisodeLogJson.Rewards(annotation.Rewards), ["reasoning"] = annotation.Reasoning,
        });
    }

    /// <summary>Reads a person's rating.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The rating.</returns>
    /// <exception cref="RecordFormatException">The document is malformed.</exception>
    public static EpisodeAnnotation ReadAnnotation(JsonElement json)
    {
        JsonFields fields = new(json);
        return new EpisodeAnnotation(fields.Text("pk"), fields.Text("episode"), fields.Text("annotator_id"), EpisodeLogJson.ReadRewards(fields, "rewards"), fields.Text("reasoning", ""));
    }

    /// <summary>Reads people's ratings of a file: JSON lines, a list, or an object of records by key.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problems">Gets the records that are malformed, which are left out.</param>
    /// <returns>The ratings.</returns>
    /// <exception cref="RecordFormatException">The file is not JSON; the message names it.</exception>
    public static IReadOnlyList<EpisodeAnnotation> ReadAnnotations(string file, ICollection<RecordProblem> problems)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(problems);
        return [.. RecordFile.Read(file, ReadAnnotation, problems)];
    }

    /// <summary>Makes the document of a dimension of one's own.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Write(CustomDimension dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        return new ReferenceDocument("CustomEvaluationDimension", dimension.Id, new JsonObject
        {
            ["pk"] = dimension.Id, ["name"] = dimension.Name, ["description"] = dimension.Description, ["range_high"] = dimension.High, ["range_low"] = dimension.Low,
        });
    }

    /// <summary>Reads a dimension of one's own.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The dimension.</returns>
    /// <exception cref="RecordFormatException">The document is malformed.</exception>
    public static CustomDimension ReadDimension(JsonElement json)
    {
        JsonFields fields = new(json);
        return new CustomDimension(fields.Text("pk"), fields.Text("name"), fields.Text("description"), fields.Integer("range_high"), fields.Integer("range_low"));
    }

    /// <summary>Makes the document of a list of dimensions.</summary>
    /// <param name="list">The list.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Write(CustomDimensionList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new ReferenceDocument("CustomEvaluationDimensionList", list.Id, new JsonObject { ["pk"] = list.Id, ["name"] = list.Name, ["dimension_pks"] = EpisodeLogJson.Texts(list.DimensionIds) });
    }

    /// <summary>Reads a list of dimensions.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The list.</returns>
    /// <exception cref="RecordFormatException">The document is malformed.</exception>
    public static CustomDimensionList ReadDimensionList(JsonElement json)
    {
        JsonFields fields = new(json);
        return new CustomDimensionList(fields.Text("pk"), fields.Text("name"), fields.Texts("dimension_pks"));
    }

    /// <summary>Makes the document of a server's status.</summary>
    /// <param name="status">The status.</param>
    /// <returns>The document.</returns>
    public static ReferenceDocument Write(SimulationStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new ReferenceDocument("NonStreamingSimulationStatus", status.Id, new JsonObject { ["pk"] = status.Id, ["episode_pk"] = status.EpisodeId, ["status"] = status.Status });
    }

    /// <summary>Reads a server's status.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The status.</returns>
    /// <exception cref="RecordFormatException">The document is malformed.</exception>
    public static SimulationStatus ReadStatus(JsonElement json)
    {
        JsonFields fields = new(json);
        return new SimulationStatus(fields.Text("pk"), fields.Text("episode_pk"), fields.Text("status"));
    }
}
