using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>
/// Asks a model which utterances of a seat earned its result on a dimension (Sotopia-RL, arXiv:2508.03905 §4). The texts are the templates <c>attribution</c>,
/// <c>attribution_scale</c> and <c>attribution_key</c> of a prompt pack. Thread-safe.
/// </summary>
[Experimental("SOTOPIA001")]
public sealed class UtteranceAttributor
{
    private readonly IChatClient _client;
    private readonly UtteranceAttributorOptions _options;
    private readonly PromptPack _pack;
    private readonly TimeProvider? _time;
    private readonly ILogger? _logger;

    /// <summary>Makes an attributor.</summary>
    /// <param name="client">The model; not disposed.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="pack">The texts; those that it lacks come from <see cref="PromptPack.Default"/>.</param>
    /// <param name="time">Measures the timeout; <see langword="null"/> for the system's time.</param>
    /// <param name="logger">Told about calls that do not stop when cancelled; <see langword="null"/> for nobody.</param>
    public UtteranceAttributor(IChatClient client, UtteranceAttributorOptions? options = null, PromptPack? pack = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _options = options?.Clone() ?? new UtteranceAttributorOptions();
        _pack = pack ?? PromptPack.Default;
        _time = time;
        _logger = logger;
    }

    /// <summary>Attributes a result.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="seat">The seat whose utterances are weighed.</param>
    /// <param name="dimension">The dimension of the result.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The attribution. A reply that cannot be used is asked again with its problem; in the end it is a problem, not an exception.</returns>
    public async ValueTask<UtteranceAttribution> AttributeAsync(Episode episode, Seat seat, SocialDimension dimension, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        int[] turns = [.. episode.Turns.Where(turn => turn.Turns.TryGetValue(seat, out AgentTurn? done) && done.Action.Type != ActionType.None).Select(turn => turn.Turn)];
        if (turns.Length == 0)
        {
            return new UtteranceAttribution(seat, dimension, [], null, null);
        }

        (RatingProblem? problem, ModelReply? reply, double[]? importance) = (null, null, null);
        (JsonElement, string) schema = (Schema(turns), "attribution");
        await new RepeatedQuestion(_client, _options, [new ChatMessage(ChatRole.User, Prompt(episode, seat, dimension, turns))], _time, _logger).AskAsync(
            attempt => _options.Request(StableKey.Seed(["attribution", episode.Key, attempt.ToString(CultureInfo.InvariantCulture)]), schema),
            given =>
            {
                reply = given;
                (importance, string? wrong) = AttributionReply.Read(given.Text, turns, _options.Form);
                problem = wrong is null ? null : new RatingProblem(RatingProblem.Parse, wrong, given.Text);
                return problem is null ? null : new JudgePrompt(_pack).Again([problem]);
            },
            e => problem = new RatingProblem(RatingProblem.Client, ClientFailures.Describe(e, _options.Timeout, "the judge's client"), null),
            cancellationToken).ConfigureAwait(false);
        double maximum = AttributionReply.Maximum(_options.Form);
        return new UtteranceAttribution(seat, dimension, importance is null ? [] : [.. turns.Zip(importance, (turn, value) => new UtteranceWeight(turn, value, value / maximum))], problem, reply);
    }

    private string Prompt(Episode episode, Seat seat, SocialDimension dimension, int[] turns)
    {
        string keys = string.Join(", ", turns.Select(turn => $"\"{AttributionReply.KeyOf(turn)}\""));
        bool key = _options.Form == AttributionForm.KeyUtterance;
        string format = key ? $"{{\"utterance\": \"{AttributionReply.KeyOf(turns[0])}\"}}" : $"{{\"{AttributionReply.KeyOf(turns[0])}\": 0, …}}";
        string Value(string name) => name switch
        {
            "agent_name" => episode.Task.Agents[seat.Index].Name,
            "goal" => SceneGoal(episode, seat),
            "dimension" => dimension.Name,
            "definition" => dimension.Definition,
            "transcript" => string.Join('\n', Transcript.Lines(episode).Select(line => $"{AttributionReply.KeyOf(line.Turn)}: {line.Text}")),
            "keys" => keys,
            "maximum" => AttributionReply.Maximum(_options.Form).ToString(CultureInfo.InvariantCulture),
            "format" => format,
            _ => throw new FormatException($"The attribution's template uses the unknown name {{{name}}}; known here: agent_name, goal, dimension, definition, transcript, keys, maximum, task, format."),
        };
        string task = JudgePrompt.Find(_pack, key ? "attribution_key" : "attribution_scale").Fill(Value);
        return JudgePrompt.Find(_pack, "attribution").Fill(name => name == "task" ? task : Value(name));
    }

    private static string SceneGoal(Episode episode, Seat seat) => Markup.Whole(episode.Task.Environment.Goals[seat.Index]);

    private JsonElement Schema(int[] turns)
    {
        string[] keys = [.. turns.Select(AttributionReply.KeyOf)];
        bool key = _options.Form == AttributionForm.KeyUtterance;
        JsonObject properties = key
            ? new JsonObject { ["utterance"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. keys.Select(name => (JsonNode)JsonValue.Create(name))]) } }
            : new JsonObject(keys.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["type"] = "integer" })));
        JsonArray required = [.. properties.Select(property => (JsonNode)JsonValue.Create(property.Key))];
        JsonObject schema = new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
        using JsonDocument document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }
}
