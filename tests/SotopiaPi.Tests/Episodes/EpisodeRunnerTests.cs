namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class EpisodeRunnerTests
{
    [Test]
    public async Task Play_streams_each_turn_and_then_the_episode()
    {
        EpisodeRunner runner = new(new DelegateAgentFactory(seat => new ScriptedAgent([AgentAction.Speak($"Hi from {seat.Profile.FirstName}.")])));
        List<EpisodeEvent> events = [];
        await foreach (EpisodeEvent happened in runner.PlayAsync(TestTasks.Plan()))
        {
            events.Add(happened);
        }

        Assert.That(events.OfType<TurnTaken>().Select(taken => ActionText.Of(taken.Turns.Values.Single().Action)), Is.EqualTo(new[] { "said: \"Hi from Ada.\"", "said: \"Hi from Ben.\"", "left the conversation" }));
        Episode episode = ((EpisodeEnded)events[^1]).Episode;
        Assert.That(episode.State.End!.Reason, Is.EqualTo(EndReason.Left));
        Assert.That(episode.Turns, Has.Count.EqualTo(3));
    }

    [TestCase(1, null)]
    [TestCase(2, AgentFailure.Refused)]
    public async Task A_refused_action_is_asked_for_once_more(int bad, string? failure)
    {
        List<Observation> asked = [];
        ScriptedAgent agent = new(observation =>
        {
            asked.Add(observation);
            return AgentAction.Speak("x") with { Recipients = [new Seat(asked.Count <= bad ? -1 : 2)] };
        });
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => agent));
        await using IAsyncEnumerator<EpisodeEvent> play = runner.PlayAsync(TestTasks.Plan(TestTasks.Four())).GetAsyncEnumerator();
        await play.MoveNextAsync();
        AgentTurn turn = ((TurnTaken)play.Current).Turns[new Seat(0)];
        Assert.That(asked, Has.Count.EqualTo(2));
        Assert.That(asked[0].Problem, Is.Null);
        Assert.That(asked[1].Problem!.Text, Does.Contain("possible are Ben Cole"));
        Assert.That(asked[1].Seed, Is.Not.EqualTo(asked[0].Seed));
        Assert.That(turn.Failure?.Kind, Is.EqualTo(failure));
        Assert.That(turn.Action.Type, Is.EqualTo(failure is null ? ActionType.Speak : ActionType.None));
    }

    [Test]
    public async Task Play_goes_on_from_a_given_state()
    {
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(o => AgentAction.Speak($"{o.Turn}"))));
        Episode whole = await runner.PlayToEndAsync(TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 6 }));
        EpisodePlan fork = TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 6 }) with { Start = whole.Until(4).State };
        Episode again = await runner.PlayToEndAsync(fork);
        Assert.That(again.Turns.Take(4), Is.EqualTo(whole.Turns.Take(4)));
        Assert.That(again.Turns, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Memory_is_recalled_before_and_kept_after()
    {
        TestMemory memory = new();
        List<string?> seen = [];
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(o => { seen.Add(o.Memory); return AgentAction.Leave; })), memory: memory);
        await runner.PlayToEndAsync(TestTasks.Plan());
        Assert.That(seen, Is.EqualTo(new[] { "Ada Reed was here" }));
        Assert.That(memory.Kept, Is.EqualTo(new[] { "Ada Reed", "Ben Cole" }));
    }

    [Test]
    public void An_unknown_environment_is_named() =>
        Assert.That(async () => await new EpisodeRunner(new DelegateAgentFactory(_ => new ScriptedAgent([]))).PlayToEndAsync(TestTasks.Plan() with { Environment = "moon" }), Throws.InvalidOperationException.With.Message.Contains("'moon'").And.Message.Contains("registered: dialogue"));

    private sealed class TestMemory : IAgentMemory
    {
        public List<string> Kept { get; } = [];

        public ValueTask<string?> RecallAsync(SeatAssignment self, SocialTask task, CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(self.Profile.Name + " was here");

        public ValueTask RememberAsync(SeatAssignment self, Episode episode, CancellationToken cancellationToken = default)
        {
            Kept.Add(self.Profile.Name);
            return ValueTask.CompletedTask;
        }
    }
}
