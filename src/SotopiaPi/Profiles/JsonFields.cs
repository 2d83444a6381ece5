using System.Text.Json;

namespace SotopiaPi;

/// <summary>Reads the fields of a JSON object; every mistake names its field.</summary>
internal readonly struct JsonFields
{
    private readonly JsonElement _object;

    public JsonFields(JsonElement element, string field = "")
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new RecordFormatException(field, $"found {Shown(element)}, wanted an object");
        }

        _object = element;
    }

    /// <summary>The value of a field; <see langword="null"/> when it is absent or null.</summary>
    public JsonElement? this[string key] => _object.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public JsonElement Required(string key) => this[key] ?? throw new RecordFormatException(key, "found nothing, wanted a value");

    /// <summary>The name of the one of two keys that is there.</summary>
    public string Either(string first, string second) => this[first] is null && this[second] is not null ? second : first;

    public JsonFields Object(string key) => new(Required(key), key);

    public string Text(string key) => TextOf(Required(key), key);

    public string Text(string key, string absent) => this[key] is { } value ? TextOf(value, key) : absent;

    public string? OptionalText(string key) => this[key] is { } value ? TextOf(value, key) : null;

    public bool Flag(string key) => this[key] is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new RecordFormatException(key, $"found {Shown(value)}, wanted true or false"),
    };

    public int Integer(string key, int absent) => this[key] is { } value ? IntegerOf(value, key) : absent;

    public int Integer(string key) => IntegerOf(Required(key), key);

    public long Long(string key) => Required(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number)
        ? number
        : throw new RecordFormatException(key, $"found {Shown(Required(key))}, wanted an integer");

    public long? OptionalLong(string key) => this[key] is null ? null : Long(key);

    public double Number(string key) => Required(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number)
        ? number
        : throw new RecordFormatException(key, $"found {Shown(Required(key))}, wanted a number");

    public IReadOnlyList<string> Texts(string key) => [.. List(key).Select(item => TextOf(item, key))];

    /// <summary>The items of a list; none when the field is absent.</summary>
    public IEnumerable<JsonElement> List(string key) => this[key] is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
        : throw new RecordFormatException(key, $"found {Shown(value)}, wanted a list");

    /// <summary>The members of an object; none when the field is absent.</summary>
    public IEnumerable<JsonProperty> Members(string key) => this[key] is not { } value ? []
        : value.ValueKind == JsonValueKind.Object ? value.EnumerateObject()
        : throw new RecordFormatException(key, $"found {Shown(value)}, wanted an object");

    public static string NameOf(JsonProperty member, string field)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new RecordFormatException(field, "found a key that is not Unicode (half of a surrogate pair), wanted a text");
        }
    }

    public static string TextOf(JsonElement value, string field)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new RecordFormatException(field, $"found {Shown(value)}, wanted a text");
        }
        catch (InvalidOperationException)
        {
            throw new RecordFormatException(field, "found a text that is not Unicode (half of a surrogate pair), wanted a text");
        }
    }

    public static int IntegerOf(JsonElement value, string field) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
        ? number
        : throw new RecordFormatException(field, $"found {Shown(value)}, wanted an integer");

    public static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length > 60 ? text[..60] + "…" : text;
    }
}
