using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes and reads notes, one on a line.</summary>
internal static class MemoryNoteJson
{
    public static string Write(MemoryNote note) => new JsonObject
    {
        ["episode"] = note.EpisodeKey,
        ["others"] = new JsonArray([.. note.Others.Select(other => (JsonNode)JsonValue.Create(other))]),
        ["text"] = note.Text,
    }.ToJsonString();

    public static MemoryNote Read(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonFields fields = new(document.RootElement, "note");
            return new MemoryNote(fields.Text("episode"), fields.Texts("others"), fields.Text("text"));
        }
        catch (JsonException e)
        {
            throw new RecordFormatException("note", $"found a line that is no JSON ({e.Message}), wanted a note of a character's memory");
        }
    }
}
