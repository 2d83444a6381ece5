using System.Text.Encodings.Web;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Writes tasks as a folder that <see cref="FolderTaskSource"/> reads, in the form of the published data.</summary>
public static class TaskFolder
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>agent_profiles.jsonl</c>, <c>environment_profiles.jsonl</c> and <c>env_agent_combos.jsonl</c>; files of these names are replaced.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="tasks">The tasks.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<SocialTask> tasks)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(tasks);
        WriteLines(folder, "agent_profiles", tasks.SelectMany(task => task.Agents).DistinctBy(agent => agent.Id), ProfileJson.WriteAgent);
        WriteLines(folder, "environment_profiles", tasks.Select(task => task.Environment).DistinctBy(environment => environment.Id), ProfileJson.WriteEnvironment);
        WriteLines(folder, "env_agent_combos", tasks.DistinctBy(task => task.Key), WriteCombination);
    }

    private static void WriteCombination(Utf8JsonWriter json, SocialTask task)
    {
        json.WriteStartObject();
        json.WriteString("pk", task.Key);
        json.WriteString("env_id", task.Environment.Id);
        json.WriteStartArray("agent_ids");
        foreach (AgentProfile agent in task.Agents)
        {
            json.WriteStringValue(agent.Id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLines<T>(string folder, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => AtomicFile.Write(Path.Combine(folder, name + ".jsonl"), stream =>
    {
        using Utf8JsonWriter json = new(stream, Plain);
        foreach (T item in items)
        {
            json.Reset();
            write(json, item);
            json.Flush();
            stream.WriteByte((byte)'\n');
        }
    });
}
