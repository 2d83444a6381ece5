using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the words of a JSON schema that hold names of types and limits.</summary>
internal static class JsonSchemaWords
{
    private static readonly string[] s_types = ["string", "integer", "number", "boolean", "null", "array", "object"];

    /// <summary>The types that a schema names; null if it names none.</summary>
    public static string[]? Types(JsonElement schema, string path) =>
        !schema.TryGetProperty("type", out JsonElement type) ? null : type.ValueKind switch
        {
            JsonValueKind.String => [Known(type, path)],
            JsonValueKind.Array when type.GetArrayLength() > 0 => [.. type.EnumerateArray().Select(name => Known(name, path))],
            _ => throw new JsonSchemaNotSupportedException("type", path, $"it must be one or several of {string.Join(", ", s_types)}."),
        };

    /// <summary>A least and a greatest number, from the words of these names.</summary>
    public static (int Minimum, int? Maximum) Limits(JsonElement schema, string minimumWord, string maximumWord, string path)
    {
        int minimum = Limit(schema, minimumWord, path) ?? 0;
        int? maximum = Limit(schema, maximumWord, path);
        return maximum < minimum
            ? throw new JsonSchemaNotSupportedException(maximumWord, path, $"{maximum} is below '{minimumWord}', {minimum}: no value satisfies both.")
            : (minimum, maximum);
    }

    private static string Known(JsonElement name, string path) =>
        s_types.FirstOrDefault(type => name.ValueKind == JsonValueKind.String && name.GetString() == type)
        ?? throw new JsonSchemaNotSupportedException("type", path, $"{name.GetRawText()} is none of {string.Join(", ", s_types)}.");

    private static int? Limit(JsonElement schema, string word, string path) =>
        !schema.TryGetProperty(word, out JsonElement limit) ? null :
        limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out int value) && value >= 0
            ? value
            : throw new JsonSchemaNotSupportedException(word, path, $"{limit.GetRawText()} is no whole number of at least 0.");

    /// <summary>Whether a listed value has the type.</summary>
    public static bool IsOfType(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetInt64(out _)),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Null => type == "null",
        JsonValueKind.Array => type == "array",
        _ => type == "object",
    };
}
