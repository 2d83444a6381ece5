using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Builds what a generator of situations is asked, from the templates <c>generator_system</c>, <c>generator</c> and <c>generator_problem</c> of a pack.</summary>
internal sealed class GeneratorPrompt(PromptPack? pack, SocialTaskGeneratorOptions options)
{
    private readonly PromptTemplate _system = Find(pack, "generator_system");
    private readonly PromptTemplate _task = Find(pack, "generator");
    private readonly PromptTemplate _problem = Find(pack, "generator_problem");

    public IReadOnlyList<ChatMessage> Build(Inspiration inspiration, EnvironmentProfile example)
    {
        string ValueOf(string name) => name switch
        {
            "seats" => options.Seats.ToString(CultureInfo.InvariantCulture),
            "inspiration" => inspiration.Prompt,
            "example" => Json(example),
            "from" => options.Ages.From.ToString(CultureInfo.InvariantCulture),
            "to" => options.Ages.To.ToString(CultureInfo.InvariantCulture),
            "schema" => Schema().GetRawText(),
            _ => throw new FormatException($"The generator's template uses the unknown name {{{name}}}; known here: seats, inspiration, example, from, to, schema."),
        };
        ChatMessage task = new(ChatRole.User, _task.Fill(ValueOf));
        return _system.Text.Length == 0 ? [task] : [new ChatMessage(ChatRole.System, _system.Fill(ValueOf)), task];
    }

    public ChatMessage Again(IEnumerable<string> problems) => new(ChatRole.User, _problem.Fill(_ => string.Join("; ", problems.Take(8))));

    public JsonElement Schema()
    {
        JsonObject text = new() { ["type"] = "string" };
        JsonObject properties = new()
        {
            ["codename"] = text,
            ["scenario"] = text.DeepClone(),
            ["agent_goals"] = new JsonObject { ["type"] = "array", ["items"] = text.DeepClone(), ["minItems"] = options.Seats, ["maxItems"] = options.Seats },
            ["relationship"] = new JsonObject { ["type"] = "integer", ["enum"] = new JsonArray(0, 1, 2, 3, 4, 5) },
            ["age_constraint"] = text.DeepClone(),
            ["occupation_constraint"] = text.DeepClone(),
        };
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. properties.Select(property => (JsonNode)JsonValue.Create(property.Key))]),
            ["additionalProperties"] = false,
        };
        using JsonDocument document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    private static PromptTemplate Find(PromptPack? pack, string name) => pack?.Templates.GetValueOrDefault(name) ?? PromptPack.Default.Template(name);

    /// <summary>The example in the very form that is asked for.</summary>
    private static string Json(EnvironmentProfile example)
    {
        JsonObject json = new()
        {
            ["codename"] = example.Codename,
            ["scenario"] = example.Scenario,
            ["agent_goals"] = new JsonArray([.. example.Goals.Select(goal => (JsonNode)JsonValue.Create(goal))]),
            ["relationship"] = (int)example.Relationship,
            ["age_constraint"] = example.AgeConstraint ?? "",
            ["occupation_constraint"] = example.OccupationConstraint ?? "",
        };
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
