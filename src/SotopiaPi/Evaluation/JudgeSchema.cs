using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>The JSON schema of a judge's reply: <c>evaluations</c> → each seat's key → each dimension → <c>reasoning</c>, <c>score</c>; no other keys.</summary>
internal static class JudgeSchema
{
    public static JsonElement Of(int seats, IReadOnlyList<SocialDimension> dimensions)
    {
        IEnumerable<string> keys = Enumerable.Range(0, seats).Select(index => AgentKeys.Of(new Seat(index)));
        JsonObject evaluations = Closed(keys.Select(key => KeyValuePair.Create(key, Seat(dimensions))));
        JsonObject schema = Closed([KeyValuePair.Create("evaluations", evaluations)]);
        using JsonDocument document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonObject Seat(IReadOnlyList<SocialDimension> dimensions) =>
        Closed(dimensions.Select(dimension => KeyValuePair.Create(dimension.Name, Closed(
        [
            KeyValuePair.Create("reasoning", new JsonObject { ["type"] = "string" }),
            KeyValuePair.Create("score", new JsonObject { ["type"] = IsWhole(dimension) ? "integer" : "number" }),
        ]))));

    /// <summary>Narrow scales such as 0 to 1 need fractions; the seven dimensions are rated in whole numbers.</summary>
    private static bool IsWhole(SocialDimension dimension) => dimension.Maximum - dimension.Minimum >= 2;

    private static JsonObject Closed(IEnumerable<KeyValuePair<string, JsonObject>> members)
    {
        KeyValuePair<string, JsonObject>[] all = [.. members];
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(all.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value))),
            ["required"] = new JsonArray([.. all.Select(member => (JsonNode)JsonValue.Create(member.Key))]),
            ["additionalProperties"] = false,
        };
    }
}
