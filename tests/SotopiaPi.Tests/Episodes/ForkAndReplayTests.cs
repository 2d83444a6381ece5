namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ForkAndReplayTests
{
    private static readonly EpisodeRunner Runner = new(new DelegateAgentFactory(seat => new CountingAgent(seat.Role)));

    [Test]
    public async Task A_fork_keeps_the_turns_and_memories_before_it_and_plays_on_with_others()
    {
        Episode episode = await Runner.PlayToEndAsync(TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 8 }));
        SeatAssignment[] others = [.. episode.Seats.Select(seat => seat with { Role = "other" })];
        Episode fork = await Runner.PlayToEndAsync(episode.Fork(4, others));
        Assert.That(fork.Turns.Take(4), Is.EqualTo(episode.Turns.Take(4)));
        Assert.That(fork.Turns.Skip(4).Select(turn => turn.Turns.Values.Single().Action.Argument), Is.EqualTo(new[] { "other 2", "other 2", "other 3", "other 3" }));
        Assert.That(fork.Key, Is.Not.EqualTo(episode.Key));
        Assert.That(episode.Fork(4, others).Key, Is.EqualTo(fork.Key));
        Assert.That(episode.Fork(4, others, repetition: 1).Options.Seed, Is.Not.EqualTo(fork.State.Options.Seed));
    }

    [Test]
    public async Task A_fork_with_the_same_agents_and_seed_goes_on_alike()
    {
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(o => AgentAction.Speak($"{o.Turn} {o.Seed % 100} {o.Memory}"))));
        Episode episode = await runner.PlayToEndAsync(TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 8 }));
        EpisodePlan fork = episode.Fork(3);
        Episode again = await runner.PlayToEndAsync(fork with { Start = fork.Start! with { Options = episode.State.Options } });
        Assert.That(Transcript.Of(again), Is.EqualTo(Transcript.Of(episode)));
    }

    [Test]
    public async Task A_fork_beyond_the_end_is_refused()
    {
        Episode episode = await Runner.PlayToEndAsync(TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 3 }));
        Assert.That(() => episode.Fork(3), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("has 3 turns and is over"));
    }

    [Test]
    public async Task Until_goes_back_to_the_memories_of_the_moment()
    {
        Episode episode = await new EpisodeRunner(new DelegateAgentFactory(_ => new CountingAgent("a")), memory: new FixedMemory()).PlayToEndAsync(TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 4 }));
        string[] Memories(int turn) => [.. episode.Until(turn).State.Memories.OrderBy(pair => pair.Key.Index).Select(pair => pair.Value)];
        Assert.That(Memories(0), Is.EqualTo(new[] { "10", "10" }));
        Assert.That(Memories(1), Is.EqualTo(new[] { "11", "10" }));
        Assert.That(Memories(3), Is.EqualTo(new[] { "12", "11" }));
    }

    [Test]
    public async Task A_replay_gives_the_events_of_the_first_play()
    {
        InMemoryEpisodeStore store = new();
        EpisodePlan plan = TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 5 });
        List<EpisodeEvent> first = [];
        await foreach (EpisodeEvent happened in Runner.PlayAsync(plan))
        {
            first.Add(happened);
        }

        await store.TryAppendAsync(((EpisodeEnded)first[^1]).Episode);
        List<EpisodeEvent> again = [];
        await foreach (EpisodeEvent happened in ReplayPlayer.Of(store).PlayAsync(plan))
        {
            again.Add(happened);
        }

        Assert.That(again, Has.Count.EqualTo(first.Count));
        foreach ((EpisodeEvent one, EpisodeEvent other) in first.Zip(again))
        {
            Assert.That(Told(other), Is.EqualTo(Told(one)));
        }

        Assert.That(async () => await ReplayPlayer.Of(store).PlayToEndAsync(plan with { Key = "no" }), Throws.InvalidOperationException.With.Message.Contains("'no'"));
    }

    private static string Told(EpisodeEvent happened) => happened switch
    {
        TurnTaken taken => $"{taken.Turn} {ActionText.Of(taken.Turns.Values.Single().Action)} {taken.After.Turn} {taken.After.End} {string.Join(',', taken.After.Memories.OrderBy(pair => pair.Key.Index))}",
        EpisodeEnded ended => Transcript.Of(ended.Episode),
        _ => "",
    };

    private sealed class CountingAgent(string name) : ISocialAgent
    {
        public ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
        {
            int count = observation.Memory is null ? 0 : int.Parse(observation.Memory, System.Globalization.CultureInfo.InvariantCulture);
            return ValueTask.FromResult(new AgentTurn(AgentAction.Speak($"{name} {count}")) { Memory = $"{count + 1}" });
        }
    }

    private sealed class FixedMemory : IAgentMemory
    {
        public ValueTask<string?> RecallAsync(SeatAssignment self, SocialTask task, CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>("10");

        public ValueTask RememberAsync(SeatAssignment self, Episode episode, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
