using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the keys of a JSON object with clear errors and remembers which were read, so that the rest can be refused.</summary>
internal sealed class ConfigJson(string path, JsonElement element, string prefix = "")
{
    private readonly Dictionary<string, JsonElement> _values = element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)
        : throw new CheckpointException(path, $"'{prefix.TrimEnd('.')}' is {element.ValueKind}, wanted a JSON object.");

    private readonly HashSet<string> _read = [];

    public string Path => path;

    public bool Has(string key) => _values.TryGetValue(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public int Int(string key) => IntOrNull(key) ?? throw Missing(key);

    public int Positive(string key, int? fallback = null) =>
        (IntOrNull(key) ?? fallback ?? throw Missing(key)) is > 0 and var number ? number : throw Problem(key, "a number of at least 1");

    public int? IntOrNull(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number
        : throw Problem(key, "a whole number");

    public double Number(string key) => NumberOrNull(key) ?? throw Missing(key);

    public double? NumberOrNull(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number
        : throw Problem(key, "a number");

    public bool Bool(string key, bool fallback) =>
        Find(key) is not { } value ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Problem(key, "true or false");

    public string? Text(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Problem(key, "a text");

    public ConfigJson? Object(string key) => Find(key) is { } value ? new ConfigJson(path, value, $"{prefix}{key}.") : null;

    public IReadOnlyList<JsonElement>? List(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : throw Problem(key, "a list");

    /// <summary>Marks keys as read without looking at them.</summary>
    public void Skip(IEnumerable<string> keys) => _read.UnionWith(keys);

    /// <summary>Refuses keys that nobody read; what is null, empty or absent says nothing and passes.</summary>
    public void RefuseUnread(string owner)
    {
        foreach ((string key, JsonElement value) in _values)
        {
            if (!_read.Contains(key) && value.ValueKind != JsonValueKind.Null && value.GetRawText() is not ("{}" or "[]"))
            {
                throw new CheckpointException(path, $"the key '{prefix}{key}' (value {Shown(value)}) is not supported for {owner}; if it has no effect on the model's numbers, name it among the ignored keys.");
            }
        }
    }

    public CheckpointException Problem(string key, string wanted) =>
        new(path, $"'{prefix}{key}' is {(_values.TryGetValue(key, out JsonElement value) ? Shown(value) : "missing")}, wanted {wanted}.");

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();

    private CheckpointException Missing(string key) => new(path, $"'{prefix}{key}' is missing; wanted the complete config.json of the model.");

    private JsonElement? Find(string key)
    {
        _read.Add(key);
        return _values.TryGetValue(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
