namespace SotopiaPi.Tests.Evaluation.JudgeCards;

public sealed class EpisodePerturbationTests
{
    private static string Text(Episode episode) => Transcript.Of(episode);

    [Test]
    public async Task Claims_are_added_to_the_utterances_of_one_seat_and_not_twice()
    {
        Episode episode = await TestEpisodes.PlayAsync(AgentAction.Speak("Hello. We both win!"), AgentAction.Speak("Hi."), AgentAction.Speak("Ten."), AgentAction.Leave);
        PerturbedEpisode[] changed = [.. EpisodePerturbation.ClaimsOfSuccess.Apply(episode)];
        Assert.That(changed.Select(change => change.Seats.Keys.Single().Index), Is.EqualTo([0, 1]));
        Assert.That(Text(changed[0].Episode), Does.Contain("said: \"Hello. We both win!\"").And.Contain("said: \"Ten. We both win!\"").And.Contain("Ben Cole said: \"Hi.\""));
    }

    [Test]
    public async Task A_seat_that_says_nothing_has_nothing_to_add_to()
    {
        Episode episode = await TestEpisodes.PlayAsync(AgentAction.Speak("Hello."), AgentAction.Leave);
        Assert.That(EpisodePerturbation.ClaimsOfSuccess.Apply(episode).Single().Seats.Keys.Single(), Is.EqualTo(new Seat(0)));
    }

    [Test]
    public async Task Small_talk_comes_first_and_all_else_stays()
    {
        Episode episode = await TestEpisodes.ShortAsync();
        Episode changed = EpisodePerturbation.Length.Apply(episode).Last().Episode;
        Assert.That(changed.Turns.Select(turn => turn.Turn), Is.EqualTo([0, 1, 2, 3, 4]));
        Assert.That(changed.Turns[0].Turns.Keys.Single(), Is.EqualTo(new Seat(1)));
        Assert.That(changed.Turns.Skip(1).Select(turn => turn.Turns), Is.EqualTo(episode.Turns.Select(turn => turn.Turns)));
    }

    [Test]
    public async Task Reversed_seats_keep_everybodys_goal_secret_and_deeds()
    {
        Episode episode = await TestEpisodes.ShortAsync();
        PerturbedEpisode changed = EpisodePerturbation.SeatOrder.Apply(episode).Single();
        Assert.That(changed.Seats[new Seat(0)], Is.EqualTo(new Seat(1)));
        Assert.That(changed.Episode.Seats.Select(seat => (seat.Seat.Index, seat.Profile.Name)), Is.EqualTo([(0, "Ben Cole"), (1, "Ada Reed")]));
        string[] before = [.. Text(episode).Split('\n').Where(line => !line.StartsWith("Participants", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string[] after = [.. Text(changed.Episode).Split('\n').Where(line => !line.StartsWith("Participants", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.That(after, Is.EqualTo(before), "the same lines in another order");
    }

    [Test]
    public async Task Renamed_characters_leave_no_trace_of_their_names()
    {
        Episode episode = await TestEpisodes.PlayAsync(AgentAction.Speak("Ben, this is Ada Reed. Adagio is a word."), AgentAction.Leave);
        Episode changed = EpisodePerturbation.Names.Apply(episode).Single().Episode;
        Assert.That(Text(changed), Does.Not.Match(@"\b(Ada|Ben|Reed|Cole)\b").And.Contain("Robin, this is Alex Moor. Adagio is a word."));
        Assert.That(changed.Task.Environment.Goals, Is.EqualTo(episode.Task.Environment.Goals));
    }

    [Test]
    public async Task Four_seats_are_changed_too()
    {
        Episode episode = await TestEpisodes.PlayAsync(TestTasks.Plan(TestTasks.Four()), new AgentAction(ActionType.Speak, "Hi, Dee.") { Recipients = [new Seat(3)] }, AgentAction.Speak("Hello."));
        Episode changed = EpisodePerturbation.SeatOrder.Apply(episode).Single().Episode;
        Assert.That(changed.Turns[0].Turns[new Seat(3)].Action.Recipients, Is.EqualTo([new Seat(0)]));
        Assert.That(EpisodePerturbation.Politeness.Apply(episode).Count(), Is.EqualTo(4));
        Assert.That(Text(EpisodePerturbation.Names.Apply(episode).Single().Episode), Does.Contain("Hi, Kit."));
    }
}
