using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Asks a model to label an episode: one JSON object with given fields, read leniently; what cannot be used is shown to the model with its problem and asked again.</summary>
/// <param name="client">The model; not disposed.</param>
/// <param name="modelId">The model id sent with each request; <see langword="null"/> for the client's default.</param>
internal sealed class LabelQuestion(IChatClient client, string? modelId)
{
    private readonly LabelOptions _options = new() { ModelId = modelId };

    /// <summary>Asks for the fields.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="fields">For each field the values that it may have; <see langword="null"/> for a number from 0.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The values by field as text, or why there are none.</returns>
    public async ValueTask<(IReadOnlyDictionary<string, string>? Values, string? Problem)> AskAsync(string prompt, IReadOnlyDictionary<string, string[]?> fields, CancellationToken cancellationToken)
    {
        ChatMessage question = new(ChatRole.User, $"{prompt}\n\nReply with one JSON object and nothing else, with these keys:\n{string.Join('\n', fields.Select(Form))}");
        (Dictionary<string, string>? values, string? problem) = (null, null);
        (JsonElement, string) schema = (Schema(fields), "labels");
        await new RepeatedQuestion(client, _options, [question]).AskAsync(
            attempt => _options.Request(StableKey.Seed(["label", prompt, FormattableString.Invariant($"{attempt}")]), schema),
            reply =>
            {
                (values, problem) = Read(reply.Text, fields);
                return problem is null ? null : new JudgePrompt().Again([new RatingProblem(RatingProblem.Parse, problem, reply.Text)]);
            },
            e => problem = ClientFailures.Describe(e, _options.Timeout),
            cancellationToken).ConfigureAwait(false);
        return (values, problem);
    }

    private static string Form(KeyValuePair<string, string[]?> field) => $"- \"{field.Key}\": {(field.Value is null ? "a whole number from 0" : string.Join(" or ", field.Value.Select(value => $"\"{value}\"")))}";

    private static (Dictionary<string, string>? Values, string? Problem) Read(string reply, IReadOnlyDictionary<string, string[]?> fields)
    {
        string problem = $"the reply holds no JSON object with the keys {string.Join(", ", fields.Keys)}";
        foreach (Dictionary<string, object?> members in new LenientJson(reply).Objects())
        {
            Dictionary<string, string> values = fields.Keys.ToDictionary(key => key, key => TextOf(members.GetValueOrDefault(AgentKeys.Normalize(key))).ToLowerInvariant(), StringComparer.Ordinal);
            string? wrong = fields.Keys.FirstOrDefault(key => fields[key] is { } allowed ? !allowed.Contains(values[key]) : !uint.TryParse(values[key], out _));
            if (wrong is null)
            {
                return (values, null);
            }

            problem = $"\"{wrong}\" is \"{(values[wrong].Length > 60 ? values[wrong][..60] : values[wrong])}\", wanted {(fields[wrong] is { } wanted ? string.Join(" or ", wanted) : "a whole number from 0")}";
        }

        return (null, problem);
    }

    private static string TextOf(object? value) => value switch { string text => text.Trim(), Bare bare => bare.Text, _ => "" };

    private static JsonElement Schema(IReadOnlyDictionary<string, string[]?> fields)
    {
        JsonObject properties = new(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)(field.Value is { } values
            ? new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)JsonValue.Create(value))]) }
            : new JsonObject { ["type"] = "integer" }))));
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. fields.Keys.Select(key => (JsonNode)JsonValue.Create(key))]),
            ["additionalProperties"] = false,
        };
        using JsonDocument document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    private sealed class LabelOptions() : ChatRequestOptions(0, TimeSpan.FromMinutes(5), 3);
}
