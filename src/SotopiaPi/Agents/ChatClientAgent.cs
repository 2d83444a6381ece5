using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>A player that asks a language model. Thread-safe; between turns it keeps its last prompt only, to share the messages that did not change.</summary>
public sealed class ChatClientAgent : ISocialAgent
{
    private readonly IChatClient _client;
    private readonly PromptBuilder _prompts;
    private readonly ChatClientAgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ReplyRepair? _repair;
    private IReadOnlyList<ChatMessage> _last = [];

    /// <summary>Makes an agent.</summary>
    /// <param name="client">The model; not disposed.</param>
    /// <param name="prompts">Builds the messages.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures the timeout; <see langword="null"/> for the system's time.</param>
    /// <param name="repair">The model that rewrites replies which could not be read, with one call each; not disposed; <see langword="null"/> for none.</param>
    /// <param name="logger">Told about calls that do not stop when cancelled; <see langword="null"/> for nobody.</param>
    public ChatClientAgent(IChatClient client, PromptBuilder prompts, ChatClientAgentOptions? options = null, TimeProvider? time = null, IChatClient? repair = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(prompts);
        _client = client;
        _prompts = prompts;
        _options = options?.Clone() ?? new ChatClientAgentOptions();
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _repair = repair is null ? null : new ReplyRepair(repair, prompts.Pack, _options, _time, _logger);
    }

    /// <inheritdoc/>
    public async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (observation.Available.All(type => type == ActionType.None))
        {
            return new AgentTurn(AgentAction.None) { Memory = observation.Memory };
        }

        IReadOnlyList<ChatMessage> prompt = _last = SharedMessages.Of(_prompts.Build(observation), _last);
        ChatOptions request = _options.Request(observation.Seed, _options.StructuredOutput ? (SchemaOf(observation), "action") : null);
        try
        {
            ChatResponse response = await _client.GetResponseAsync(prompt, request, _options.Timeout, _time, _logger, cancellationToken).ConfigureAwait(false);
            ModelReply reply = ReplyOf(prompt, response);
            ActionReading reading = ActionFormat.Parse(reply.Text, observation);
            AgentTurn turn = new(reading.Action ?? AgentAction.None) { Memory = observation.Memory, Reply = reply, Failure = reading.Failure };
            return turn.Failure is null || _repair is null ? turn : await _repair.RepairAsync(turn, observation, request.ResponseFormat, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new AgentTurn(AgentAction.None) { Memory = observation.Memory, Failure = FailureOf(e) };
        }
    }

    private static JsonElement SchemaOf(Observation observation)
    {
        string[] names = SceneTexts.Names(observation.Scene);
        return ActionFormat.Schema(observation.Available, [.. observation.Recipients.Select(seat => SeatNames.Of(seat, names))]);
    }

    private static ModelReply ReplyOf(IReadOnlyList<ChatMessage> prompt, ChatResponse response) => new(
        prompt,
        response.Text,
        response.ModelId,
        response.Usage,
        response.AdditionalProperties?.GetValueOrDefault(ReplyProperties.TokenIds) as IReadOnlyList<int>,
        response.AdditionalProperties?.GetValueOrDefault(ReplyProperties.LogProbabilities) as IReadOnlyList<float>);

    private AgentFailure FailureOf(Exception e) =>
        new(e is OperationCanceledException ? AgentFailure.Timeout : AgentFailure.Client, ClientFailures.Describe(e, _options.Timeout), null);
}
