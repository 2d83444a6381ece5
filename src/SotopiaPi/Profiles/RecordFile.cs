using System.Globalization;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Reads the records of a JSON file: JSON lines, a list, one object, or an object of records by key. A malformed record is reported; a file that is not JSON is an error.</summary>
internal static class RecordFile
{
    public static IEnumerable<T> Read<T>(string file, Func<JsonElement, T> read, ICollection<RecordProblem> problems)
        where T : class
    {
        IEnumerable<(string Name, JsonElement Json)> records = file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? Lines(file) : Whole(file);
        foreach ((string name, JsonElement json) in records)
        {
            if (ReadOne(file, name, json, read, problems) is { } record)
            {
                yield return record;
            }
        }
    }

    private static T? ReadOne<T>(string file, string name, JsonElement json, Func<JsonElement, T> read, ICollection<RecordProblem> problems)
        where T : class
    {
        try
        {
            return read(json);
        }
        catch (RecordFormatException e)
        {
            problems.Add(new RecordProblem(file, name, e.Field, e.Message));
            return null;
        }
    }

    private static IEnumerable<(string Name, JsonElement Json)> Lines(string file)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"line {number}");
                yield return (name, Parse(file, name, line));
            }
        }
    }

    private static IEnumerable<(string Name, JsonElement Json)> Whole(string file)
    {
        JsonElement root = Parse(file, "the file", File.ReadAllText(file));
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().Select((record, index) => (string.Create(CultureInfo.InvariantCulture, $"record {index + 1}"), record));
        }

        bool byKey = root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any() && root.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Object);
        return byKey ? root.EnumerateObject().Select(member => ($"record '{member.Name}'", member.Value)) : [("the record", root)];
    }

    private static JsonElement Parse(string file, string name, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new RecordFormatException($"'{file}', {name} is not JSON: {e.Message} Repair it, or remove it from the folder.", e);
        }
    }
}
