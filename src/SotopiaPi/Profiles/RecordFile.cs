using System.Globalization;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>A record of a file: what to call it, its key where the file has keys, and its document.</summary>
internal readonly record struct FileRecord(string Name, string? Key, JsonElement Json);

/// <summary>Reads the records of a JSON file: JSON lines, a list, one object, or an object of records by key. What is not JSON is reported and left out.</summary>
internal static class RecordFile
{
    public static IEnumerable<FileRecord> Read(string file, Action<RecordProblem> report) =>
        file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? Lines(file, report) : Whole(file, report);

    /// <summary>Reads the records with a function; a malformed one is reported and left out.</summary>
    public static IEnumerable<T> Read<T>(string file, Func<JsonElement, T> read, ICollection<RecordProblem> problems)
        where T : class
    {
        foreach (FileRecord record in Read(file, problems.Add))
        {
            T? item = null;
            try
            {
                item = read(record.Json);
            }
            catch (RecordFormatException e)
            {
                problems.Add(new RecordProblem(file, record.Name, e.Field, e.Message));
            }

            if (item is not null)
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<FileRecord> Lines(string file, Action<RecordProblem> report)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"line {++number}");
            if (!string.IsNullOrWhiteSpace(line) && Parse(file, name, line, report) is { } json)
            {
                yield return new FileRecord(name, null, json);
            }
        }
    }

    private static IEnumerable<FileRecord> Whole(string file, Action<RecordProblem> report)
    {
        if (Parse(file, "the file", File.ReadAllText(file), report) is not { } root)
        {
            return [];
        }

        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().Select((record, index) => new FileRecord(string.Create(CultureInfo.InvariantCulture, $"record {index + 1}"), null, record));
        }

        bool byKey = root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any() && root.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Object);
        return byKey ? root.EnumerateObject().Select(member => new FileRecord($"record '{member.Name}'", member.Name, member.Value)) : [new FileRecord("the record", null, root)];
    }

    private static JsonElement? Parse(string file, string name, string text, Action<RecordProblem> report)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            report(new RecordProblem(file, name, "", $"it is not JSON: {e.Message}"));
            return null;
        }
    }
}
