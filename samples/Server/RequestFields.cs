using System.Globalization;
using System.Text.Json;

namespace SotopiaPi.Samples.Server;

/// <summary>The fields of an object of a request; null where a field is missing or null.</summary>
internal sealed class RequestFields
{
    private readonly JsonElement _object;
    private readonly string _name;

    public RequestFields(JsonElement body, string name = "The body")
    {
        (_object, _name) = (body, name);
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw ProtocolException.Invalid(name, $"{name} is {Kind(body)}, wanted a JSON object.");
        }
    }

    public JsonElement? Value(string field) => _object.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public RequestFields? Object(string field) => Value(field) is { } value ? new(value, field) : null;

    public string? Text(string field) => Value(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Wrong(field, other, "a text"),
    };

    public string RequiredText(string field) => Text(field) ?? throw ProtocolException.Invalid(field, $"'{field}' of {_name} is missing.");

    public bool? Flag(string field) => Value(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetBoolean(),
        { } other => throw Wrong(field, other, "true or false"),
    };

    public int? Whole(string field) => Value(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int whole) => whole,
        { } other => throw Wrong(field, other, "a whole number"),
    };

    public float? Number(string field) => Value(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetSingle(),
        { } other => throw Wrong(field, other, "a number"),
    };

    /// <summary>One text or a list of them.</summary>
    public IList<string>? Texts(string field) => Value(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. list.EnumerateArray().Select(item => item.GetString()!)],
        { } other => throw Wrong(field, other, "a text or a list of texts"),
    };

    /// <summary>All fields as numbers by numbers.</summary>
    public Dictionary<int, float> Numbers() => _object.EnumerateObject().ToDictionary(
        field => int.TryParse(field.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int key) ? key : throw ProtocolException.Invalid(_name, $"'{field.Name}' in '{_name}' is no token id."),
        field => field.Value.ValueKind == JsonValueKind.Number ? field.Value.GetSingle() : throw Wrong(field.Name, field.Value, "a number"));

    private static ProtocolException Wrong(string field, JsonElement value, string wanted) => ProtocolException.Invalid(field, $"'{field}' is {Kind(value)}, wanted {wanted}.");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "the number " + value.GetRawText(),
        _ => value.GetRawText(),
    };
}
