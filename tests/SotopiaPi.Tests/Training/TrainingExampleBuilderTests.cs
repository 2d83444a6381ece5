using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests.Training;

public sealed class TrainingExampleBuilderTests
{
    private static readonly SocialTask s_task = SocialTask.Create(
        new EnvironmentProfile("e", "A lamp is for sale.", ["Sell it.", "Buy it."]), [new AgentProfile("a", "Ann", ""), new AgentProfile("b", "Ben", "")]);

    [TestCase("compact")]
    [TestCase("default")]
    public async Task Build_gives_the_prompts_that_were_sent_at_play_and_the_replies(string pack)
    {
        PromptBuilder prompts = new(pack == "compact" ? PromptPack.Compact : PromptPack.Default);
        List<IReadOnlyList<ChatMessage>> sent = [];
        Episode episode = await PlayAsync(observation =>
        {
            if (observation.Seat == new Seat(0))
            {
                sent.Add(prompts.Build(observation));
            }

            return observation.Turn < 4 ? AgentAction.Speak($"turn {observation.Turn}") : AgentAction.Leave;
        });

        SeatExamples built = new TrainingExampleBuilder(new DialogueEnvironment(), prompts).Build(episode, new Seat(0));
        Assert.That(built.Examples, Has.Count.EqualTo(3));
        Assert.That(built.Examples.Select(example => Text(example.Prompt)), Is.EqualTo(sent.Select(Text)));
        Assert.That(built.Examples[1].Reply, Is.EqualTo("""{"action_type": "speak", "argument": "turn 2"}"""));
        Assert.That(built.Examples.Select(example => example.Group).Distinct().Count(), Is.EqualTo(1));
        Assert.That(built.Examples.Select(example => example.Key), Is.Unique);
    }

    [Test]
    public async Task Build_leaves_out_failed_and_idle_turns_and_counts_them()
    {
        Episode played = await PlayAsync(observation => observation.Turn is 2 ? AgentAction.None : AgentAction.Speak("hello"));
        AgentTurn failed = new(AgentAction.None) { Failure = new AgentFailure(AgentFailure.Parse, "not JSON", "hm") };
        TurnRecord[] turns = [.. played.Turns.Select(turn => turn.Turn == 4 ? turn with { Turns = new Dictionary<Seat, AgentTurn> { [new Seat(0)] = failed } } : turn)];
        SeatExamples built = new TrainingExampleBuilder(new DialogueEnvironment(), new PromptBuilder(PromptPack.Compact))
            .Build(played with { State = played.State with { Turns = turns } }, new Seat(0));
        Assert.That((built.Examples.Count, built.FailedTurns, built.IdleTurns), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public async Task Build_shows_what_the_seat_remembered_at_each_turn()
    {
        PromptBuilder prompts = new(PromptPack.Compact);
        List<string> sent = [];
        DialogueEnvironment environment = new();
        EpisodeState state = environment.Begin(s_task, new EpisodeOptions { MaxTurns = 6 });
        while (environment.ActiveSeats(state) is [Seat seat])
        {
            Observation observation = environment.Observe(state, seat);
            if (seat.Index == 0)
            {
                sent.Add(Text(prompts.Build(observation)));
            }

            AgentTurn turn = new(AgentAction.Speak("hello")) { Memory = state.Turn < 2 ? null : $"note of turn {state.Turn}" };
            state = await environment.StepAsync(state, new Dictionary<Seat, AgentTurn> { [seat] = turn });
        }

        SeatExamples built = new TrainingExampleBuilder(environment, prompts).Build(new Episode("key", [], state), new Seat(0));
        Assert.That(built.Examples.Select(example => Text(example.Prompt)), Is.EqualTo(sent));
        Assert.That(sent[2], Does.Contain("note of turn 2"));
    }

    [Test]
    public void Build_refuses_a_seat_that_is_not_there()
    {
        Episode episode = new("key", [], new DialogueEnvironment().Begin(s_task, new EpisodeOptions()));
        Assert.That(() => new TrainingExampleBuilder(new DialogueEnvironment(), new PromptBuilder(PromptPack.Compact)).Build(episode, new Seat(2)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static string Text(IReadOnlyList<ChatMessage> messages) => string.Join("\n", messages.Select(message => $"{message.Role}: {message.Text}"));

    private static Task<Episode> PlayAsync(Func<Observation, AgentAction> choose)
    {
        SeatAssignment[] seats = [.. s_task.Seats.Select(seat => new SeatAssignment(seat, s_task.Agents[seat.Index], "scripted"))];
        EpisodePlan plan = EpisodePlan.Create(s_task, seats, new EpisodeOptions { MaxTurns = 6 });
        return new EpisodeRunner(new DelegateAgentFactory(_ => new ScriptedAgent(choose))).PlayToEndAsync(plan);
    }
}
