using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ChatClientAgentTests
{
    private static readonly PromptBuilder Prompts = new(PromptPack.Compact);
    private static readonly DialogueEnvironment Environment = new();

    private static Observation First => Environment.Observe(Environment.Begin(TestTasks.Pair(), new EpisodeOptions { Seed = 7 }), new Seat(0));

    [Test]
    public async Task Act_asks_with_seed_schema_and_model_and_records_the_reply()
    {
        using TestChatClient client = new("""{"action_type": "speak", "argument": "Hi"}""");
        ChatClientAgent agent = new(client, Prompts, new ChatClientAgentOptions { ModelId = "round-1", MaxOutputTokens = 20 });
        AgentTurn turn = await agent.ActAsync(First);
        ChatOptions? asked = client.Requests[0].Options;
        Assert.That(asked!.Seed, Is.EqualTo(First.Seed));
        Assert.That(asked.ModelId, Is.EqualTo("round-1"));
        Assert.That((asked.Temperature, asked.MaxOutputTokens), Is.EqualTo((1f, 20)));
        Assert.That(asked.ResponseFormat, Is.TypeOf<ChatResponseFormatJson>().With.Property("SchemaName").EqualTo("action"));
        Assert.That(turn.Failure, Is.Null);
        Assert.That(turn.Action, Is.EqualTo(AgentAction.Speak("Hi")).Using<AgentAction>((a, b) => a.Type == b.Type && a.Argument == b.Argument));
        Assert.That(turn.Reply!.Usage!.OutputTokenCount, Is.EqualTo(2));
        Assert.That(turn.Reply.Prompt, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Act_turns_an_unreadable_reply_into_a_failure()
    {
        using TestChatClient client = new("Well.");
        AgentTurn turn = await new ChatClientAgent(client, Prompts, new ChatClientAgentOptions { StructuredOutput = false }).ActAsync(First);
        Assert.That(turn.Action, Is.SameAs(AgentAction.None));
        Assert.That(turn.Failure!.Kind, Is.EqualTo(AgentFailure.Parse));
        Assert.That(turn.Reply!.Text, Is.EqualTo("Well."));
        Assert.That(client.Requests[0].Options!.ResponseFormat, Is.Null);
    }

    [Test]
    public async Task Act_has_an_unreadable_reply_repaired_and_keeps_both_replies()
    {
        using TestChatClient client = new("I say hi.");
        using TestChatClient repair = new("""{"action_type": "speak", "argument": "hi"}""");
        AgentTurn turn = await new ChatClientAgent(client, Prompts, repair: repair).ActAsync(First);
        Assert.That((turn.Action.Argument, turn.Reply!.Text, turn.Failure), Is.EqualTo(("hi", "I say hi.", (AgentFailure?)null)));
        Assert.That(turn.Repair!.Usage!.OutputTokenCount, Is.EqualTo(2));
        Assert.That(repair.Requests.Single().Messages.Single().Text, Does.Contain("I say hi.").And.Contain("no complete JSON object").And.Contain("\"leave\""));
    }

    [TestCase("still no", "; after repair the reply holds no complete JSON object")]
    [TestCase(null, "; the repair failed: HttpRequestException: down")]
    public async Task Act_explains_a_repair_that_does_not_help(string? repaired, string message)
    {
        using TestChatClient client = new("I say hi.");
        using TestChatClient repair = new((_, _, _) => repaired is null ? throw new HttpRequestException("down") : Task.FromResult(TestChatClient.Reply(repaired)));
        AgentTurn turn = await new ChatClientAgent(client, Prompts, repair: repair).ActAsync(First);
        Assert.That(turn.Failure, Has.Property("Kind").EqualTo(AgentFailure.Parse).And.Property("Raw").EqualTo("I say hi.").And.Property("Message").Contain(message));
        Assert.That(turn.Action, Is.SameAs(AgentAction.None));
    }

    [Test]
    public async Task Act_ignores_recipients_where_everything_is_public()
    {
        using TestChatClient client = new("""{"action_type": "speak", "argument": "Hi", "to": ["Ben Cole"]}""");
        Assert.That((await new ChatClientAgent(client, Prompts).ActAsync(First)).Action.Recipients, Is.Empty);
        Assert.That((await new ChatClientAgent(client, Prompts).ActAsync(TestObservations.First(SotopiaSemantics.Current))).Action.Recipients, Is.EqualTo(new[] { new Seat(1) }));
    }

    [Test]
    public async Task Act_turns_an_exception_into_a_failure()
    {
        using TestChatClient client = new((_, _, _) => throw new HttpRequestException("refused"));
        AgentTurn turn = await new ChatClientAgent(client, Prompts).ActAsync(First);
        Assert.That(turn.Failure, Is.EqualTo(new AgentFailure(AgentFailure.Client, "the client failed: HttpRequestException: refused", null)));
    }

    [Test]
    public async Task Act_gives_up_a_client_that_stalls()
    {
        FakeTimeProvider time = new();
        using TestChatClient client = new(async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return TestChatClient.Reply("");
        });
        ChatClientAgent agent = new(client, Prompts, new ChatClientAgentOptions { Timeout = TimeSpan.FromSeconds(5) }, time);
        Task<AgentTurn> turn = agent.ActAsync(First).AsTask();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await turn).Failure, Is.EqualTo(new AgentFailure(AgentFailure.Timeout, "the client gave no reply within 5 s; allow more time or ask fewer at once", null)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Act_returns_after_the_call_has_ended(bool cancelled)
    {
        using CancellationTokenSource source = new();
        TaskCompletionSource unwind = new();
        bool running = true;
        using TestChatClient client = new(async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await unwind.Task;
            running = false;
            throw new HttpRequestException("the connection was closed");
        });
        FakeTimeProvider time = new();
        Task<AgentTurn> turn = new ChatClientAgent(client, Prompts, new ChatClientAgentOptions { Timeout = TimeSpan.FromSeconds(5) }, time).ActAsync(First, source.Token).AsTask();
        await (cancelled ? source.CancelAsync() : Task.Run(() => time.Advance(TimeSpan.FromSeconds(5))));
        await Task.Delay(20);
        Assert.That(turn.IsCompleted, Is.False, "the call still runs");
        unwind.SetResult();
        await ((Task)turn).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(running, Is.False);
        Assert.That(turn.IsCanceled, Is.EqualTo(cancelled));
        Assert.That(cancelled ? null : turn.Result.Failure!.Kind, Is.EqualTo(cancelled ? null : AgentFailure.Timeout));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Act_leaves_a_client_behind_that_does_not_stop_and_says_so(bool cancelled)
    {
        using CancellationTokenSource source = new();
        TaskCompletionSource<ChatResponse> never = new();
        using TestChatClient client = new((_, _, _) => never.Task);
        FakeTimeProvider time = new();
        TestLogger logger = new();
        Task<AgentTurn> turn = new ChatClientAgent(client, Prompts, new ChatClientAgentOptions { Timeout = TimeSpan.FromSeconds(5) }, time, logger: logger).ActAsync(First, source.Token).AsTask();
        await (cancelled ? source.CancelAsync() : Task.Run(() => time.Advance(TimeSpan.FromSeconds(5))));
        while (!turn.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        Assert.That(turn.IsCanceled, Is.EqualTo(cancelled));
        Assert.That(cancelled ? "it did not stop" : turn.Result.Failure!.Message, Does.Contain("it did not stop"));
        Assert.That(logger.Lines.Single(), Is.EqualTo((LogLevel.Warning, "A call to a chat client did not stop within 5 s after its cancellation and is left running: use a client that observes its cancellation token")));
        never.SetException(new HttpRequestException("late"));
        Assert.That(() => logger.Lines.Select(line => line.Text), Has.Member("A call that was left running has ended").After(2000, 5));
    }

    [Test]
    public void Act_lets_a_cancellation_through()
    {
        using CancellationTokenSource source = new();
        using TestChatClient client = new(async (_, _, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return TestChatClient.Reply("");
        });
        ChatClientAgent agent = new(client, Prompts);
        Assert.That(async () => await agent.ActAsync(First, source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Factory_finds_the_client_by_key_and_says_what_is_missing()
    {
        using TestChatClient client = new("");
        ChatClientAgentFactory factory = new(key => key == "agent" ? client : null, Prompts);
        SeatAssignment seat = new(new Seat(0), TestTasks.Ada, "agent", new ModelRef("agent", "round-1"));
        Assert.That(factory.Create(seat), Is.TypeOf<ChatClientAgent>());
        Assert.That(() => factory.Create(seat with { Model = new ModelRef("judge") }), Throws.InvalidOperationException.With.Message.Contains("under the key 'judge'"));
        Assert.That(() => factory.Create(seat with { Model = null }), Throws.InvalidOperationException.With.Message.Contains("has no model"));
    }

    [Test]
    public void Role_factory_falls_back()
    {
        ScriptedAgent one = new([]);
        ScriptedAgent other = new([]);
        RoleAgentFactory factory = new(new Dictionary<string, ISocialAgentFactory> { ["partner"] = new DelegateAgentFactory(_ => one) }, new DelegateAgentFactory(_ => other));
        Assert.That(factory.Create(new SeatAssignment(new Seat(0), TestTasks.Ada, "partner")), Is.SameAs(one));
        Assert.That(factory.Create(new SeatAssignment(new Seat(0), TestTasks.Ada, "agent")), Is.SameAs(other));
        RoleAgentFactory strict = new(new Dictionary<string, ISocialAgentFactory>());
        Assert.That(() => strict.Create(new SeatAssignment(new Seat(0), TestTasks.Ada, "agent")), Throws.InvalidOperationException.With.Message.Contains("role 'agent'"));
    }
}
