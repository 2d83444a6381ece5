using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>Has a model write the whole conversation in one call (arXiv:2310.11667 §7; sotopia-lab/sotopia: <c>arun_one_script</c>). The episode is like a played one: kept, rated and exported in the same way.</summary>
/// <remarks>The order of the turns is the script's. What follows the end that the rules set (somebody left, the turn limit) is cut off. The model's reply stands at the first turn.</remarks>
public sealed class ScriptWriter : IEpisodePlayer
{
    private const string Format = """{"turns": [{"name": "…", "action_type": "speak", "argument": "what is said, or the gesture or deed; empty for none and leave"}, …]}""";
    private readonly IChatClient _client;
    private readonly PromptTemplate _template;
    private readonly ChatClientAgentOptions _options;
    private readonly ILogger _logger;

    /// <summary>Makes a writer.</summary>
    /// <param name="client">The model; not disposed.</param>
    /// <param name="prompts">The texts; the template <c>script</c> is used. <see langword="null"/> for <see cref="PromptPack.Default"/>.</param>
    /// <param name="options">Temperature, length, model id; the timeout and the schema are not used.</param>
    /// <param name="logger">Told about calls that do not stop when cancelled; <see langword="null"/> for nobody.</param>
    public ScriptWriter(IChatClient client, PromptPack? prompts = null, ChatClientAgentOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _template = (prompts ?? PromptPack.Default).Template("script");
        _options = options?.Clone() ?? new ChatClientAgentOptions();
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    /// <exception cref="ScriptFormatException">The script cannot be read; the message says why and the exception holds the script.</exception>
    public async IAsyncEnumerable<EpisodeEvent> PlayAsync(EpisodePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        EpisodeState state = plan.Start ?? new DialogueEnvironment().Begin(plan.Task, plan.Options);
        ModelReply? reply = await AskAsync(state, cancellationToken).ConfigureAwait(false);
        foreach ((Seat seat, AgentAction action) in ScriptReader.Read(reply.Text, [.. plan.Task.Agents.Select(agent => agent.Name)]))
        {
            Dictionary<Seat, AgentTurn> turns = new() { [seat] = new AgentTurn(action) { Reply = reply } };
            DialogueState next = DialogueState.After(state, new TurnRecord(state.Turn, turns));
            reply = null;
            state = next with { End = Termination.After(next, next.Perception.Present, next.Perception.Names) };
            yield return new TurnTaken(state.Turn - 1, turns, state);
            if (state.End is not null)
            {
                break;
            }
        }

        EpisodeState ended = state.End is null ? state with { End = new EpisodeEnd(new EndReason("script_end"), "The script ended.") } : state;
        yield return new EpisodeEnded(new Episode(plan.Key, plan.Seats, ended) { Environment = plan.Environment, Tag = plan.Tag });
    }

    private async Task<ModelReply> AskAsync(EpisodeState state, CancellationToken cancellationToken)
    {
        ObservedScene scene = SceneView.Whole(state.Task);
        string prompt = _template.Fill(name => name switch
        {
            "scenario" => scene.Scenario,
            "participants" => string.Join('\n', scene.Participants.Select(participant => $"- {participant.Name}: {participant.Background}")),
            "goals" => string.Join('\n', scene.Participants.Select(participant => $"- {participant.Name}: {participant.Goal}")),
            "max_turns" => state.Options.MaxTurns.ToString(CultureInfo.InvariantCulture),
            "action_list" => string.Join(", ", ActionType.All),
            "format" => Format,
            _ => throw new FormatException($"The script's template uses the unknown name {{{name}}}; known here: scenario, participants, goals, max_turns, action_list, format."),
        });
        ChatMessage[] messages = [new(ChatRole.User, prompt)];
        ChatOptions options = _options.Request(StableKey.Seed(["script", state.Options.Seed.ToString(CultureInfo.InvariantCulture)]));
        ChatResponse response = await _client.GetResponseAsync(messages, options, null, TimeProvider.System, _logger, cancellationToken).ConfigureAwait(false);
        return new ModelReply(messages, response.Text, response.ModelId, response.Usage);
    }
}
