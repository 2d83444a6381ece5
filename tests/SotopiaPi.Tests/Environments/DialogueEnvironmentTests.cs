namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class DialogueEnvironmentTests
{
    private static readonly DialogueEnvironment Environment = new();

    [Test]
    public async Task Round_robin_lets_one_seat_act_after_the_other_until_the_limit()
    {
        EpisodeState state = Environment.Begin(TestTasks.Pair(), new EpisodeOptions { MaxTurns = 3 });
        state = await TestTasks.PlayAsync(Environment, state, [.. Enumerable.Range(0, 9).Select(i => AgentAction.Speak($"{i}"))]);
        Assert.That(state.Turns.Select(turn => turn.Turns.Keys.Single().Index), Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(state.End, Is.EqualTo(new EpisodeEnd(EndReason.TurnLimit, "The limit of 3 turns was reached.")));
        Assert.That(Environment.ActiveSeats(state), Is.Empty);
    }

    [Test]
    public async Task Reference_limit_plays_one_turn_more()
    {
        EpisodeState state = Environment.Begin(TestTasks.Pair(), new EpisodeOptions { TurnLimit = TurnLimit.Reference });
        state = await TestTasks.PlayAsync(Environment, state, [.. Enumerable.Range(0, 30).Select(i => AgentAction.Speak($"{i}"))]);
        Assert.That(state.Turn, Is.EqualTo(21));
    }

    [Test]
    public async Task Leaving_ends_a_dialogue_of_two()
    {
        EpisodeState state = await TestTasks.PlayAsync(Environment, Environment.Begin(TestTasks.Pair(), new EpisodeOptions()), AgentAction.Speak("Hi."), AgentAction.Leave);
        Assert.That(state.End, Is.EqualTo(new EpisodeEnd(EndReason.Left, "Ben Cole left the conversation.")));
    }

    [Test]
    public async Task Of_four_seats_the_others_go_on_when_one_leaves()
    {
        EpisodeState state = await TestTasks.PlayAsync(Environment, Environment.Begin(TestTasks.Four(), new EpisodeOptions()), AgentAction.Speak("Hi."), AgentAction.Leave, AgentAction.Speak("Bye."), AgentAction.Leave);
        Assert.That(state.End, Is.Null);
        Assert.That(Environment.ActiveSeats(state), Is.EqualTo(new[] { new Seat(0) }));
        state = await TestTasks.PlayAsync(Environment, state, AgentAction.Speak("Still here."));
        Assert.That(Environment.ActiveSeats(state), Is.EqualTo(new[] { new Seat(2) }));
    }

    [TestCase(SotopiaSemantics.V2023, 1, true)]
    [TestCase(SotopiaSemantics.V2023, 0, false)]
    [TestCase(SotopiaSemantics.Current, 1, false)]
    public async Task Staleness_counts_unasked_seats_in_2023_only(SotopiaSemantics semantics, int idler, bool ends)
    {
        AgentAction[] actions = [AgentAction.Speak("a"), AgentAction.Speak("b"), AgentAction.Speak("c"), AgentAction.Speak("d")];
        actions[2 + idler] = AgentAction.None;
        EpisodeState state = await TestTasks.PlayAsync(Environment, Environment.Begin(TestTasks.Pair(), new EpisodeOptions { Semantics = semantics }), actions);
        Assert.That(state.End?.Reason, Is.EqualTo(ends ? EndReason.Stale : null));
    }

    [Test]
    public void Random_order_follows_the_seed()
    {
        int[] Actors(long seed) => [.. Enumerable.Range(0, 30).Select(turn => Environment.ActiveSeats(Environment.Begin(TestTasks.Four(), new EpisodeOptions { Order = TurnOrder.Random, Seed = seed }) with { Turn = turn })[0].Index)];
        int[] first = Actors(1);
        Assert.That(Actors(1), Is.EqualTo(first));
        Assert.That(Actors(1), Is.Not.EqualTo(Actors(2)));
        Assert.That(Actors(1).Distinct(), Has.Exactly(4).Items);
    }

    [TestCase(RelationshipType.Stranger, "", "Ben")]
    [TestCase(RelationshipType.KnowByName, "Ben Cole ", "chess")]
    [TestCase(RelationshipType.Acquaintance, "Ben Cole is a 51-year-old male pilot. He/him pronouns. Ben plays chess. ", "bold")]
    [TestCase(RelationshipType.Friend, "Ben Cole is a 51-year-old male pilot. He/him pronouns. Ben plays chess. Personality and values description: Ben is bold. ", "heights")]
    public void Observe_shows_of_the_other_what_the_relationship_allows(RelationshipType relationship, string background, string hidden)
    {
        ObservedScene scene = Environment.Observe(Environment.Begin(TestTasks.Pair(relationship), new EpisodeOptions()), new Seat(0)).Scene;
        Assert.That(scene.Participants[1], Is.EqualTo(new ObservedParticipant(new Seat(1), "Ben Cole", background, null)));
        Assert.That(scene.Participants[1].Background, Does.Not.Contain(hidden));
        Assert.That(scene.Participants[0].Background, Does.Contain("Ada's secrets: She cannot swim."));
    }

    [Test]
    public void Observe_hides_hints_that_are_not_wanted()
    {
        ObservedScene scene = Environment.Observe(Environment.Begin(TestTasks.Pair(), new EpisodeOptions { HintTags = [] }), new Seat(0)).Scene;
        Assert.That(scene.Participants[0].Goal, Is.EqualTo("Sell the lamp. "));
    }

    [Test]
    public async Task Private_deeds_reach_their_recipients_only()
    {
        AgentAction psst = AgentAction.Speak("psst") with { Recipients = [new Seat(2)] };
        EpisodeState state = await TestTasks.PlayAsync(Environment, Environment.Begin(TestTasks.Four(), new EpisodeOptions()), AgentAction.Speak("Hi."), psst);
        string[] Seen(int seat) => [.. Environment.Observe(state, new Seat(seat)).History.Select(message => message.Text)];
        Assert.That(Seen(0), Is.EqualTo(new[] { "Ada Reed said: \"Hi.\"" }));
        Assert.That(Seen(3), Is.EqualTo(Seen(0)));
        Assert.That(Seen(1)[1], Is.EqualTo("Ben Cole [private to Cy Dunn] said: \"psst\""));
        Assert.That(Seen(2), Is.EqualTo(Seen(1)));
    }

    [Test]
    public void Check_names_whom_one_can_address()
    {
        EpisodeState state = Environment.Begin(TestTasks.Four(), new EpisodeOptions());
        Assert.That(Environment.Check(state, new Seat(0), AgentAction.Speak("x") with { Recipients = [new Seat(0)] })!.Text, Does.Contain("possible are Ben Cole, Cy Dunn, Dee,"));
        Assert.That(Environment.Check(state, new Seat(0), AgentAction.Speak("x") with { Recipients = [new Seat(-1)] }), Is.Not.Null);
        Assert.That(Environment.Check(state, new Seat(0), AgentAction.Speak("x") with { Recipients = [new Seat(3)] }), Is.Null);
        Assert.That(Environment.Check(state, new Seat(0), new AgentAction(new ActionType("vote")))!.Text, Does.StartWith("There is no action of the kind \"vote\""));
    }

    [Test]
    public async Task A_state_without_its_perception_observes_the_same()
    {
        EpisodeState state = await TestTasks.PlayAsync(Environment, Environment.Begin(TestTasks.Four(), new EpisodeOptions()), AgentAction.Speak("1"), AgentAction.None, AgentAction.Speak("3") with { Recipients = [new Seat(0)] }, AgentAction.Leave);
        EpisodeState plain = new(state.Task, state.Options, state.Turn, [.. state.Turns], state.Memories, state.End);
        foreach (Seat seat in state.Task.Seats)
        {
            Assert.That(Environment.Observe(plain, seat).History.Select(m => m.Text), Is.EqualTo(Environment.Observe(state, seat).History.Select(m => m.Text)));
        }

        EpisodeState cut = state with { Turn = 1, Turns = [.. state.Turns.Take(1)] };
        Assert.That(Environment.Observe(cut, new Seat(1)).History, Has.Count.EqualTo(1));
        Assert.That(Environment.ActiveSeats(plain), Is.EqualTo(Environment.ActiveSeats(state)));
    }

    [Test]
    public async Task Two_plays_on_from_one_state_do_not_meet()
    {
        EpisodeState start = await TestTasks.PlayAsync(Environment, Environment.Begin(TestTasks.Pair(), new EpisodeOptions()), AgentAction.Speak("1"));
        EpisodeState left = await TestTasks.PlayAsync(Environment, start, AgentAction.Speak("left"));
        EpisodeState right = await TestTasks.PlayAsync(Environment, start, AgentAction.Speak("right"));
        Assert.That(Environment.Observe(left, new Seat(0)).History[1].Action!.Argument, Is.EqualTo("left"));
        Assert.That(Environment.Observe(right, new Seat(0)).History[1].Action!.Argument, Is.EqualTo("right"));
    }

    [Test]
    public async Task Memory_comes_back_to_the_same_seat()
    {
        EpisodeState state = Environment.Begin(TestTasks.Pair(), new EpisodeOptions());
        state = await Environment.StepAsync(state, new Dictionary<Seat, AgentTurn> { [new Seat(0)] = new(AgentAction.Speak("x")) { Memory = "note" } });
        Assert.That(Environment.Observe(state, new Seat(0)).Memory, Is.EqualTo("note"));
        Assert.That(Environment.Observe(state, new Seat(1)).Memory, Is.Null);
    }

    [Test]
    public void Begin_wants_a_goal_for_each_of_two_seats_or_more() =>
        Assert.That(() => Environment.Begin(new SocialTask("k", new EnvironmentProfile("e", "", ["g"]), [TestTasks.Ada]), new EpisodeOptions()), Throws.ArgumentException.With.Message.Contains("has 1 characters and 1 goals"));

    [Test]
    public void Step_wants_the_turns_of_the_active_seats() =>
        Assert.That(
            async () => await Environment.StepAsync(Environment.Begin(TestTasks.Pair(), new EpisodeOptions()), new Dictionary<Seat, AgentTurn> { [new Seat(1)] = new(AgentAction.None) }),
            Throws.ArgumentException.With.Message.Contains("Turn 0 is that of the seats 0, but the turns given are of 1."));
}
