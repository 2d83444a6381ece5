using Microsoft.Extensions.AI;

namespace SotopiaPi.Testing;

/// <summary>Feeds a reply to everything that reads replies, through the public surface, and says what came out that is not documented.</summary>
internal sealed class ReplyParsers : IDisposable
{
    private readonly FixedReply _client = new();
    private readonly Observation _observation;
    private readonly Episode _episode;
    private readonly ChatClientAgent _agent;
    private readonly IEpisodeEvaluator[] _judges;
    private readonly UtteranceAttributor[] _attributors;
    private readonly SocialTaskGenerator _generator;

    public ReplyParsers()
    {
        SocialTask task = new OfflineTaskSource(seed: 1, count: 1)[0];
        DialogueEnvironment environment = new();
        EpisodeState state = environment.Begin(task, new EpisodeOptions { Semantics = SotopiaSemantics.Current });
        _observation = environment.Observe(state, new Seat(0));
        foreach (AgentAction action in new[] { AgentAction.Speak("I ask 23 coins."), AgentAction.Speak("I offer 9 coins."), AgentAction.Speak("I accept.") })
        {
            state = environment.StepAsync(state, new Dictionary<Seat, AgentTurn> { [environment.ActiveSeats(state)[0]] = new(action) }).AsTask().GetAwaiter().GetResult();
        }

        _episode = new Episode("key", [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent"))], state);
        ChatClientEvaluatorOptions once = new() { MaxAttempts = 1 };
        _agent = new ChatClientAgent(_client, new PromptBuilder(PromptPack.Compact), repair: _client);
        _judges = [new ChatClientEvaluator(_client, once), new ProgressEvaluator(_client, once, samples: 1), new BelievabilityChecklist(new OutcomeJudge(), _client, options: once)];
        _attributors = [.. Enum.GetValues<AttributionForm>().Select(form => new UtteranceAttributor(_client, new UtteranceAttributorOptions { Form = form, MaxAttempts = 1 }))];
        _generator = new SocialTaskGenerator(_client, [task.Environment], new SocialTaskGeneratorOptions { MaxAttempts = 1 });
    }

    /// <summary>Gives a description of each outcome that is neither a value nor an explained absence of one.</summary>
    public IEnumerable<string> Problems(string reply)
    {
        _client.Text = reply;
        return new (string Parser, Func<string?> Read)[] { ("action", Action), ("judge", Judges), ("attribution", Attributions), ("generator", Generated) }
            .Select(part => Outcome(part.Parser, part.Read, reply)).OfType<string>();
    }

    public void Dispose() => _client.Dispose();

    private static string? Outcome(string parser, Func<string?> read, string reply)
    {
        string? found;
        try
        {
            found = read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            found = $"{e.GetType().Name}: {e.Message}";
        }

        return found is null ? null : $"{parser}: {found} for {(reply.Length > 200 ? reply[..200] + "…" : reply)}";
    }

    private string? Action()
    {
        AgentTurn turn = _agent.ActAsync(_observation).AsTask().GetAwaiter().GetResult();
        return turn.Failure is { } failure
            ? failure.Kind == AgentFailure.Parse && failure.Message.Length > 0 && turn.Action == AgentAction.None && !failure.Message.Contains("the repair failed", StringComparison.Ordinal) ? null : $"failure {failure.Kind}: {failure.Message}"
            : ActionType.All.Contains(turn.Action.Type) ? null : $"the action {turn.Action}";
    }

    private string? Judges()
    {
        foreach (IEpisodeEvaluator judge in _judges)
        {
            EpisodeRating rating = judge.EvaluateAsync(_episode).AsTask().GetAwaiter().GetResult();
            foreach ((SocialDimension dimension, Score score) in rating.Scores.Values.SelectMany(seat => seat))
            {
                bool inRange = score.Value is { } value && value >= dimension.Minimum && value <= dimension.Maximum && score.Problem is null;
                if (!inRange && (score.Value is not null || score.Problem is null || score.Problem.Kind == RatingProblem.Client))
                {
                    return $"{judge.Name} {dimension}: {score}";
                }
            }
        }

        return null;
    }

    private string? Attributions() => _attributors
        .Select(attributor => attributor.AttributeAsync(_episode, new Seat(0), SocialDimension.Goal).AsTask().GetAwaiter().GetResult())
        .Where(result => result.Problem is null ? result.Utterances.Any(weight => weight.Share is not (>= 0 and <= 1)) : result.Problem.Kind == RatingProblem.Client)
        .Select(result => result.ToString()).FirstOrDefault();

    private string? Generated()
    {
        GeneratedTask task = _generator.GenerateAsync([new Inspiration("Two people meet.", "own")]).FirstAsync().AsTask().GetAwaiter().GetResult();
        return (task.Environment is null) == (task.Problem is null) || task.Problem?.Contains("the client failed", StringComparison.Ordinal) == true ? task.ToString() : null;
    }

    private sealed class FixedReply : IChatClient
    {
        public string Text { get; set; } = "";

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Text)));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("parsers read whole replies");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
