using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class SocialAgentBuilderTests
{
    private static readonly SeatAssignment Ada = new(new Seat(0), TestTasks.Ada, "agent");

    [Test]
    public async Task The_first_decorator_is_the_outermost()
    {
        SocialAgentBuilder builder = new DelegateAgentFactory(_ => new TestAgent((_, _) => new AgentTurn(AgentAction.Speak("")))).AsBuilder()
            .Use(inner => new Marked(inner, "a"))
            .Use((inner, seat) => new Marked(inner, seat.Role));
        ISocialAgentFactory factory = builder.Build();
        builder.Use(inner => new Marked(inner, "later"));
        Assert.That((await factory.Create(Ada).ActAsync(TestObservations.First())).Action.Argument, Is.EqualTo("agent a "));
    }

    [Test]
    public async Task A_strategy_advises_within_the_turn_and_is_not_part_of_the_episode()
    {
        using TestChatClient client = new("""{"action_type": "leave", "argument": ""}""");
        ISocialAgentFactory factory = new ChatClientAgentFactory(_ => client, new PromptBuilder(PromptPack.Default)).AsBuilder()
            .UseStrategy((observation, _) => ValueTask.FromResult(observation.Turn == 0 ? "Ask for more." : null))
            .Build();
        Episode episode = await new EpisodeRunner(factory).PlayToEndAsync(TestTasks.Plan());
        Assert.That(client.Requests[0].Messages[^1].Text, Does.EndWith("(A thought that comes to you: Ask for more.)"));
        DialogueEnvironment environment = new();
        Assert.That(new PromptBuilder(PromptPack.Default).Build(environment.Observe(environment.Begin(episode.Task, episode.State.Options), new Seat(0)))[^1].Text, Does.Not.Contain("thought"));
    }

    [Test]
    public async Task A_strategy_stands_after_the_history_of_a_single_prompt()
    {
        PromptPack pack = PromptPack.Parse("""{"name": "x", "form": "single", "prompt": "{history}|", "advice": "<{advice}>"}""");
        TestAgent inner = new((_, _) => new AgentTurn(AgentAction.None));
        await new StrategyAgent(inner, (_, _) => ValueTask.FromResult<string?>("wait")).ActAsync(TestObservations.First());
        Assert.That(new PromptBuilder(pack).Build(inner.Seen[0]).Single().Text, Is.EqualTo("<wait>|"));
    }

    [Test]
    public async Task Logging_tells_actions_and_failures()
    {
        TestLogger logger = new();
        LoggingAgent agent = new(new TestAgent((_, call) => new AgentTurn(AgentAction.Speak("Hi")) { Failure = call == 0 ? null : new AgentFailure(AgentFailure.Timeout, "late", null) }), logger);
        await agent.ActAsync(TestObservations.First());
        await agent.ActAsync(TestObservations.First());
        Assert.That(logger.Lines[0].Text, Does.Match("^Ada Reed chose speak in turn 0 after [0-9]+ ms$"));
        Assert.That(logger.Lines.Skip(1), Is.EqualTo(new[] { (LogLevel.Trace, "Ada Reed in turn 0: Hi"), (LogLevel.Warning, "Ada Reed has no action of its own in turn 0 (timeout): late") }));
    }

    [Test]
    public async Task A_composition_decorates_the_agents_of_a_role()
    {
        using TemporaryFolder folder = new();
        using TestChatClient client = new("Well.");
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("agent", client);
        services.AddSotopiaPi(options => options.Directory = folder.File("run"))
            .UseMemory(_ => new FullMemory())
            .UseAgents("partner", _ => new DelegateAgentFactory(_ => new ScriptedAgent([])))
            .DecorateAgents("agent", (_, agents) => agents.Use(inner => new Marked(inner, "outer")))
            .DecorateAgents("agent", (_, agents) => agents.UseRetry(2))
            .DecorateAgents("partner", (_, agents) => agents.Use(inner => new Marked(inner, "partner")));
        await using ServiceProvider provider = services.BuildServiceProvider();
        SocialTask task = TestTasks.Pair();
        EpisodePlan plan = EpisodePlan.Create(task, [Ada, new SeatAssignment(new Seat(1), TestTasks.Ben, "partner")], new EpisodeOptions());
        Episode episode = (await provider.GetRequiredService<IEpisodeCollector>().CollectAsync(AsyncEnumerable.Repeat(plan, 1)).SingleAsync()).Episode!;
        Assert.That(client.Requests, Has.Count.EqualTo(2));
        Assert.That(episode.Turns.SelectMany(turn => turn.Turns.Values).Select(turn => turn.Action.Argument), Is.EqualTo(new[] { "outer ", "partner " }));
    }

    private sealed class Marked(ISocialAgent inner, string mark) : DelegatingAgent(inner)
    {
        public override async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
        {
            AgentTurn turn = await base.ActAsync(observation, cancellationToken);
            return turn with { Action = turn.Action with { Argument = turn.Action.Argument + mark + " " } };
        }
    }
}
