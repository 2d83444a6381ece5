using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes actions as JSON and reads them back: the one form that models are asked for, trained on and constrained to.</summary>
public static class ActionFormat
{
    private static readonly ConcurrentDictionary<string, JsonElement> Schemas = new(StringComparer.Ordinal);

    /// <summary>Writes the canonical JSON: <c>{"action_type": "speak", "argument": "Hello."}</c>, keys in this order, nothing escaped that need not be.</summary>
    /// <param name="action">The action.</param>
    /// <param name="seatNames">The names of the seats in order, for the recipients of a private action; without them seats are written as numbers.</param>
    /// <returns>The JSON on one line. A private action has a third key <c>to</c>.</returns>
    public static string ToJson(AgentAction action, IReadOnlyList<string>? seatNames = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        StringBuilder json = new("{\"action_type\": ", action.Argument.Length + 64);
        AppendText(json, action.Type.Name);
        AppendText(json.Append(", \"argument\": "), action.Argument);
        if (action.Recipients.Count > 0)
        {
            json.Append(", \"to\": [");
            for (int i = 0; i < action.Recipients.Count; i++)
            {
                AppendText(i == 0 ? json : json.Append(", "), SeatNames.Of(action.Recipients[i], seatNames));
            }

            json.Append(']');
        }

        return json.Append('}').ToString();
    }

    /// <summary>Makes the JSON schema of an action: what structured output is asked for and what decoding is constrained to.</summary>
    /// <param name="available">The kinds of action allowed now.</param>
    /// <param name="recipients">The names to which an action may be addressed privately; the key <c>to</c> is in the schema only when there are some.</param>
    /// <returns>The schema of an object with the keys <c>action_type</c>, <c>argument</c> and, with recipients, <c>to</c>.</returns>
    public static JsonElement Schema(IReadOnlyList<ActionType> available, IReadOnlyList<string>? recipients = null)
    {
        ArgumentNullException.ThrowIfNull(available);
        string key = string.Join('\n', available.Select(type => type.Name)) + "\n\n" + string.Join('\n', recipients ?? []);
        return Schemas.Count < 1024 ? Schemas.GetOrAdd(key, _ => MakeSchema(available, recipients ?? [])) : MakeSchema(available, recipients ?? []);
    }

    /// <summary>Reads an action from a model's reply: JSON anywhere in the text, in fences or lists, cut after its last text, with keys in any order.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="available">The kinds of action allowed now; the five kinds of <see cref="ActionType.All"/> are understood in any case.</param>
    /// <param name="seatNames">The names of the seats in order, for the key <c>to</c>.</param>
    /// <returns>The action, or the failure of kind <see cref="AgentFailure.Parse"/>; exactly one is set. Takes time linear in the length of the reply.</returns>
    /// <remarks>A recipient whose name is unknown becomes a seat of index −1, which no environment accepts: the agent is then asked once more.</remarks>
    public static ActionReading Parse(string reply, IReadOnlyList<ActionType> available, IReadOnlyList<string>? seatNames = null)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(available);
        return new ActionReader(reply, available, seatNames ?? []).Read();
    }

    /// <summary>Reads an action for a seat: names are those of its scene, and where everything is public recipients are ignored, as the reference of 2023 does.</summary>
    internal static ActionReading Parse(string reply, Observation observation)
    {
        ActionReading reading = Parse(reply, observation.Available, SceneTexts.Names(observation.Scene));
        return observation.Recipients.Count > 0 || reading.Action is not { Recipients.Count: > 0 } action ? reading : reading with { Action = action with { Recipients = [] } };
    }

    private static JsonElement MakeSchema(IReadOnlyList<ActionType> available, IReadOnlyList<string> recipients)
    {
        JsonObject properties = new()
        {
            ["action_type"] = new JsonObject { ["type"] = "string", ["enum"] = Names(available.Select(type => type.Name)) },
            ["argument"] = new JsonObject { ["type"] = "string" },
        };
        if (recipients.Count > 0)
        {
            properties["to"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string", ["enum"] = Names(recipients) } };
        }

        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Names(properties.Select(property => property.Key)),
            ["additionalProperties"] = false,
        };
        using JsonDocument document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)JsonValue.Create(name))];

    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"': json.Append("\\\""); break;
                case '\\': json.Append("\\\\"); break;
                case '\n': json.Append("\\n"); break;
                case '\r': json.Append("\\r"); break;
                case '\t': json.Append("\\t"); break;
                case < ' ': json.Append("\\u00").Append(Hex(c >> 4)).Append(Hex(c & 15)); break;
                default: json.Append(c); break;
            }
        }

        json.Append('"');
    }

    private static char Hex(int digit) => "0123456789abcdef"[digit];
}

/// <summary>What was read from a reply: exactly one part is set.</summary>
/// <param name="Action">The action.</param>
/// <param name="Failure">Why there is none.</param>
public sealed record ActionReading(AgentAction? Action, AgentFailure? Failure);
