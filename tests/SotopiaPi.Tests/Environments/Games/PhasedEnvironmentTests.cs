using System.Text;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class PhasedEnvironmentTests
{
    private static readonly PhasedEnvironment Environment = new(new HiddenRolesGame());

    [Test]
    public async Task Six_players_play_to_the_end_of_the_game()
    {
        HashSet<EndReason> ends = [];
        foreach (int repetition in Enumerable.Range(0, 12))
        {
            Episode episode = await PlayAsync(repetition);
            ends.Add(episode.State.End!.Reason);
            Assert.That(episode.Turns.SelectMany(turn => turn.Turns.Values).Count(turn => turn.Failure is not null), Is.Zero);
        }

        Assert.That(ends, Is.EquivalentTo(new[] { HiddenRolesGame.WolvesWon, HiddenRolesGame.VillageWon }));
    }

    [Test]
    public async Task Nobody_perceives_what_another_team_does_or_is_told()
    {
        foreach (int repetition in Enumerable.Range(0, 5))
        {
            Episode episode = await PlayAsync(repetition);
            IReadOnlyList<Seat> wolves = Wolves(episode.State);
            for (int turn = 0; turn <= episode.Turns.Count; turn++)
            {
                EpisodeState state = episode.State.After(turn);
                foreach (Seat seat in episode.Task.Seats.Except(wolves))
                {
                    string seen = string.Join('\n', Environment.Observe(state, seat).History.Select(message => message.Text));
                    Assert.That(seen, Does.Not.Contain("WOLFTALK").And.Not.Contain("The wolves are "));
                }
            }
        }
    }

    [Test]
    public async Task Resumed_from_a_store_it_goes_on_alike()
    {
        Episode whole = await PlayAsync(3);
        EpisodeState stored = ((EpisodeStored)EpisodeJson.Read(EpisodeJson.Write(new EpisodeStored("k", whole)))).Episode.State;
        for (int turn = 0; turn < whole.Turns.Count; turn++)
        {
            EpisodeState state = stored.After(turn);
            Assert.That(Environment.ActiveSeats(state), Is.EquivalentTo(whole.Turns[turn].Turns.Keys), $"turn {turn}");
            EpisodeState next = await Environment.StepAsync(state, whole.Turns[turn].Turns);
            Assert.That(next.Turns[^1].Events, Is.EqualTo(whole.Turns[turn].Events));
        }

        Assert.That(Transcript.Of(whole with { State = stored }), Is.EqualTo(Transcript.Of(whole)));
        Assert.That(Transcript.Of(whole), Does.Contain("Before: Among you are wolves").And.Contain("[to "));
    }

    [Test]
    public void An_action_of_another_phase_is_refused()
    {
        EpisodeState state = Environment.Begin(Task(), new EpisodeOptions());
        Seat wolf = Environment.ActiveSeats(state)[0];
        Assert.That(Environment.Check(state, wolf, new AgentAction(HiddenRolesGame.Choose, "Ada Reed"))!.Text, Does.StartWith("In the phase \"night\" there is no action of the kind \"choose\"; possible are none, speak."));
        Assert.That(Environment.Check(state, wolf, AgentAction.Speak("x") with { Recipients = [wolf] })!.Text, Does.Contain("not addressed to single people"));
        Assert.That(Environment.Observe(state, wolf).Available, Is.EqualTo(new[] { ActionType.None, ActionType.Speak }));
    }

    [Test]
    public void Fewer_than_five_players_are_refused() =>
        Assert.That(() => Environment.Begin(TestTasks.Four(), new EpisodeOptions()), Throws.ArgumentException.With.Message.Contains("needs five players or more"));

    private static SocialTask Task()
    {
        AgentProfile[] agents = [.. new[] { "Ada", "Ben", "Cy", "Dee", "Eva", "Finn" }.Select((name, i) => new AgentProfile($"p{i}", name, "Reed"))];
        return SocialTask.Create(new EnvironmentProfile("game", "Six friends play a game.", [.. agents.Select(_ => "Win.")]), agents);
    }

    private static async Task<Episode> PlayAsync(int repetition)
    {
        SocialTask task = Task();
        EpisodeRunner runner = new(
            new DelegateAgentFactory(_ => new ScriptedAgent(Act)),
            new Dictionary<string, ISocialEnvironment> { ["game"] = Environment });
        return await runner.PlayToEndAsync(EpisodePlan.Create(task, [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "player"))], new EpisodeOptions { MaxTurns = 200 }, repetition, environment: "game"));
    }

    /// <summary>Wolves say a word that must not get out; everybody chooses by the seed among those still there.</summary>
    private static AgentAction Act(Observation observation)
    {
        bool night = observation.History.LastOrDefault(message => message.Sender is null)?.Text.StartsWith("It is night.", StringComparison.Ordinal) == true;
        if (!observation.Available.Contains(HiddenRolesGame.Choose))
        {
            return AgentAction.Speak(night ? "WOLFTALK" : "I am innocent.");
        }

        string gone = new StringBuilder().AppendJoin(' ', observation.History.Where(message => message.Sender is null).Select(message => message.Text).Where(text => text.Contains(" It was ", StringComparison.Ordinal))).ToString();
        string[] left = [.. observation.Scene.Participants.Select(participant => participant.Name).Where(name => !gone.Contains(name, StringComparison.Ordinal))];
        return new AgentAction(HiddenRolesGame.Choose, left[observation.Seed % left.Length]);
    }

    private static IReadOnlyList<Seat> Wolves(EpisodeState state) => state.Opening.Single(told => told.Text.StartsWith("The wolves are ", StringComparison.Ordinal)).Audience;
}
