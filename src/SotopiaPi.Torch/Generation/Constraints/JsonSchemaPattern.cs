using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>
/// Turns a JSON schema (draft 2020-12, the subset named in <see cref="s_words"/>) into the pattern of its values in the spelling of
/// <see cref="CanonicalJson"/>. Members stand in the order of <c>properties</c>; none beyond them is ever written.
/// </summary>
internal sealed class JsonSchemaPattern
{
    /// <summary>How deep the values of a schema without a type may be nested.</summary>
    public const int AnyDepth = 3;

    private static readonly string[] s_words =
    [
        "type", "enum", "const", "anyOf", "$ref", "properties", "required", "additionalProperties",
        "items", "minItems", "maxItems", "minLength", "maxLength",
    ];

    /// <summary>Words that describe and do not constrain.</summary>
    private static readonly string[] s_notes =
        ["$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"];

    private readonly JsonElement _root;
    private readonly Stack<string> _open = new();

    private JsonSchemaPattern(JsonElement root) => _root = root;

    /// <summary>The pattern of the values of a schema.</summary>
    /// <exception cref="JsonSchemaNotSupportedException">The schema uses a word outside the subset, or has no value.</exception>
    public static BytePattern Of(JsonElement schema)
    {
        try
        {
            return new JsonSchemaPattern(schema).Value(schema, "");
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException($"The JSON schema is malformed: {e.Message}", nameof(schema), e);
        }
    }

    private BytePattern Value(JsonElement schema, string path)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return JsonPatterns.Any(AnyDepth);
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw new JsonSchemaNotSupportedException(schema.GetRawText(), path, "a schema is an object, or true for any value.");
        }

        foreach (JsonProperty word in schema.EnumerateObject())
        {
            if (!s_words.Contains(word.Name) && !s_notes.Contains(word.Name))
            {
                throw new JsonSchemaNotSupportedException(word.Name, path, $"this word is not supported; those that are: {string.Join(", ", s_words)}. Leave it out and check the value afterwards.");
            }
        }

        return Reference(schema, path) ?? Listed(schema, path) ?? AnyOf(schema, path) ?? Typed(schema, path);
    }

    private BytePattern? Reference(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return null;
        }

        string target = reference.GetString() ?? "";
        if (_open.Contains(target))
        {
            throw new JsonSchemaNotSupportedException("$ref", path, $"'{target}' contains itself. Write the levels out to the depth that is needed.");
        }

        _open.Push(target);
        BytePattern pattern = Value(JsonPointer.Resolve(_root, target, path), target.TrimStart('#'));
        _open.Pop();
        return pattern;
    }

    private static BytePattern? Listed(JsonElement schema, string path)
    {
        IEnumerable<JsonElement> values =
            schema.TryGetProperty("const", out JsonElement one) ? [one] :
            schema.TryGetProperty("enum", out JsonElement list) ? list.EnumerateArray() : [];
        if (!schema.TryGetProperty("const", out _) && !schema.TryGetProperty("enum", out _))
        {
            return null;
        }

        string[]? types = JsonSchemaWords.Types(schema, path);
        string[] texts = [.. values.Where(value => types is null || types.Any(type => JsonSchemaWords.IsOfType(value, type))).Select(CanonicalJson.Write).Distinct()];
        return texts.Length > 0
            ? BytePattern.Choice([.. texts.Select(BytePattern.Text)])
            : throw new JsonSchemaNotSupportedException("enum", path, "it lists no value of the type that is asked for.");
    }

    private BytePattern? AnyOf(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("anyOf", out JsonElement list))
        {
            return null;
        }

        foreach (JsonProperty word in schema.EnumerateObject())
        {
            if (word.Name != "anyOf" && s_words.Contains(word.Name))
            {
                throw new JsonSchemaNotSupportedException(word.Name, path, "it stands beside 'anyOf'. Move it into each alternative.");
            }
        }

        BytePattern[] alternatives = [.. list.EnumerateArray().Select((alternative, i) => Value(alternative, $"{path}/anyOf/{i}"))];
        return alternatives.Length > 0
            ? BytePattern.Choice(alternatives)
            : throw new JsonSchemaNotSupportedException("anyOf", path, "it lists no alternative.");
    }

    private BytePattern Typed(JsonElement schema, string path)
    {
        string[]? types = JsonSchemaWords.Types(schema, path);
        types ??= schema.TryGetProperty("properties", out _) ? ["object"] : schema.TryGetProperty("items", out _) ? ["array"] : null;
        return types is null ? JsonPatterns.Any(AnyDepth) : BytePattern.Choice([.. types.Select(type => OfType(type, schema, path))]);
    }

    private BytePattern OfType(string type, JsonElement schema, string path) => type switch
    {
        "string" => String(schema, path),
        "integer" => JsonPatterns.Integer,
        "number" => JsonPatterns.Number,
        "boolean" => JsonPatterns.Boolean,
        "null" => JsonPatterns.Null,
        "array" => Array(schema, path),
        _ => Object(schema, path),
    };

    private static BytePattern String(JsonElement schema, string path)
    {
        var (minimum, maximum) = JsonSchemaWords.Limits(schema, "minLength", "maxLength", path);
        return JsonPatterns.String(minimum, maximum);
    }

    private BytePattern Array(JsonElement schema, string path)
    {
        var (minimum, maximum) = JsonSchemaWords.Limits(schema, "minItems", "maxItems", path);
        BytePattern item = schema.TryGetProperty("items", out JsonElement items) ? Value(items, $"{path}/items") : JsonPatterns.Any(AnyDepth - 1);
        return JsonPatterns.Array(item, minimum, maximum);
    }

    private BytePattern Object(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("additionalProperties", out JsonElement others) && others.ValueKind == JsonValueKind.Object)
        {
            throw new JsonSchemaNotSupportedException("additionalProperties", path, "only true and false are supported. Name the members under 'properties'.");
        }

        if (!schema.TryGetProperty("properties", out JsonElement properties))
        {
            return schema.TryGetProperty("required", out _)
                ? throw new JsonSchemaNotSupportedException("required", path, "it stands without 'properties'. Describe the members there.")
                : others.ValueKind == JsonValueKind.False ? BytePattern.Text("{}") : JsonPatterns.Map(JsonPatterns.Any(AnyDepth - 1));
        }

        string[] required = schema.TryGetProperty("required", out JsonElement names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
        ObjectMember[] members =
        [
            .. properties.EnumerateObject().Select(property => new ObjectMember(
                BytePattern.Sequence(
                    BytePattern.Text(CanonicalJson.WriteString(property.Name) + ": "),
                    Value(property.Value, $"{path}/properties/{JsonPointer.Escape(property.Name)}")),
                required.Contains(property.Name))),
        ];
        string? missing = required.FirstOrDefault(name => !properties.TryGetProperty(name, out _));
        return missing is null
            ? ObjectMember.Object(members)
            : throw new JsonSchemaNotSupportedException("required", path, $"it names '{missing}', which 'properties' does not describe.");
    }
}
