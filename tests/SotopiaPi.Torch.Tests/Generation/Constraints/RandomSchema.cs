using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch.Tests;

/// <summary>Random JSON schemas of the supported subset, and a plain validator of values against them.</summary>
internal static class RandomSchema
{
    public static JsonObject Make(Random random, int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => new() { ["type"] = "string" },
        1 => new() { ["type"] = "string", ["minLength"] = random.Next(3), ["maxLength"] = 2 + random.Next(4) },
        2 => new() { ["type"] = random.Next(2) == 0 ? "integer" : "number" },
        3 => new() { ["type"] = new JsonArray("boolean", "null") },
        4 => new() { ["enum"] = new JsonArray("speak", "sp\"é\n", "leave", 3, null, new JsonArray(1, "x")) },
        5 => new() { ["const"] = "so" },
        6 => new() { ["type"] = "array", ["items"] = Make(random, depth - 1), ["minItems"] = random.Next(3), ["maxItems"] = 2 + random.Next(2) },
        7 => new() { ["anyOf"] = new JsonArray(Make(random, depth - 1), Make(random, depth - 1)) },
        _ => MakeObject(random, depth),
    };

    public static bool IsValid(JsonObject schema, JsonElement value)
    {
        if (schema["anyOf"] is JsonArray alternatives)
        {
            return alternatives.Any(alternative => IsValid(alternative!.AsObject(), value));
        }

        if (schema["const"] is { } only)
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() == only.GetValue<string>();
        }

        if (schema["enum"] is JsonArray listed)
        {
            return listed.Any(item => JsonNode.DeepEquals(item, JsonNode.Parse(value.GetRawText())));
        }

        return schema["type"] switch
        {
            JsonArray types => types.Any(type => HasType(type!.GetValue<string>(), schema, value)),
            { } type => HasType(type.GetValue<string>(), schema, value),
            null => false,
        };
    }

    private static JsonObject MakeObject(Random random, int depth)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (string name in (string[])["action_type", "to", "a\"b", "n"])
        {
            if (random.Next(3) > 0)
            {
                properties[name] = Make(random, depth - 1);
                if (random.Next(2) == 0)
                {
                    required.Add(name);
                }
            }
        }

        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    private static bool HasType(string type, JsonObject schema, JsonElement value) => (type, value.ValueKind) switch
    {
        ("string", JsonValueKind.String) =>
            value.GetString()!.EnumerateRunes().Count() is var n && n >= (int)(schema["minLength"] ?? 0) && n <= (int)(schema["maxLength"] ?? int.MaxValue),
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        ("number", JsonValueKind.Number) => double.IsFinite(value.GetDouble()),
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("null", JsonValueKind.Null) => true,
        ("array", JsonValueKind.Array) => value.GetArrayLength() >= (int)(schema["minItems"] ?? 0)
            && value.GetArrayLength() <= (int)(schema["maxItems"] ?? int.MaxValue)
            && value.EnumerateArray().All(item => IsValid(schema["items"]!.AsObject(), item)),
        ("object", JsonValueKind.Object) => IsValidObject(schema, value),
        _ => false,
    };

    private static bool IsValidObject(JsonObject schema, JsonElement value)
    {
        JsonObject properties = schema["properties"]!.AsObject();
        string[] names = [.. value.EnumerateObject().Select(member => member.Name)];
        string[] inOrder = [.. properties.Select(property => property.Key).Where(names.Contains)];
        return names.SequenceEqual(inOrder)
            && schema["required"]!.AsArray().All(name => names.Contains(name!.GetValue<string>()))
            && value.EnumerateObject().All(member => IsValid(properties[member.Name]!.AsObject(), member.Value));
    }
}
