using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// The ways in which models write calls of functions: between the tags <c>&lt;tool_call&gt;</c> (Qwen, Hermes), after <c>[TOOL_CALLS]</c> (Mistral), or as a
/// JSON object or list that is all of the reply (Llama 3.1, and what a required call is constrained to).
/// </summary>
internal static class ToolCallFormat
{
    public const string OpenTag = "<tool_call>";
    public const string CloseTag = "</tool_call>";
    public const string ListMark = "[TOOL_CALLS]";

    /// <summary>Reads one call, or a list of calls, of the form {"name": …, "arguments" or "parameters": {…}}; null if the text is something else.</summary>
    /// <param name="json">The text.</param>
    /// <param name="known">The functions that may be called; null for any.</param>
    public static IReadOnlyList<FunctionCallContent>? Read(string json, IReadOnlyCollection<string>? known)
    {
        try
        {
            JsonNode? node = JsonNode.Parse(json);
            FunctionCallContent?[] calls = node is JsonArray list ? [.. list.Select(item => Call(item, known))] : [Call(node, known)];
            return calls.Length > 0 && !calls.Contains(null) ? [.. calls.OfType<FunctionCallContent>()] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The schema of a call of one of some functions.</summary>
    public static JsonElement Schema(IEnumerable<AIFunctionDeclaration> functions)
    {
        JsonArray calls = [.. functions.Select(function => (JsonNode)new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["name"] = new JsonObject { ["const"] = function.Name },
                ["arguments"] = JsonNode.Parse(function.JsonSchema.GetRawText()),
            },
            ["required"] = new JsonArray("name", "arguments"),
            ["additionalProperties"] = false,
        })];
        return JsonSerializer.SerializeToElement(new JsonObject { ["anyOf"] = calls });
    }

    private static FunctionCallContent? Call(JsonNode? node, IReadOnlyCollection<string>? known)
    {
        if (node is not JsonObject call || call["name"] is not JsonValue named || !named.TryGetValue(out string? name) || known?.Contains(name) == false)
        {
            return null;
        }

        return (call["arguments"] ?? call["parameters"]) switch
        {
            JsonObject arguments => new($"call_{Guid.NewGuid():N}", name, arguments.ToDictionary(pair => pair.Key, pair => (object?)pair.Value.Deserialize<JsonElement>())),
            null => new($"call_{Guid.NewGuid():N}", name, new Dictionary<string, object?>()),
            _ => null,
        };
    }
}
