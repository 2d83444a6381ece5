namespace SotopiaPi.Tests.Episodes;

public sealed class EpisodeTests
{
    [Test]
    public async Task Until_gives_back_the_state_of_that_turn_memories_included()
    {
        SocialTask task = SocialTask.Create(new EnvironmentProfile("e", "A scene.", ["win", "win"]), [new AgentProfile("a", "Ann", ""), new AgentProfile("b", "Ben", "")]);
        DialogueEnvironment environment = new();
        List<EpisodeState> states = [environment.Begin(task, new EpisodeOptions { MaxTurns = 5 })];
        while (environment.ActiveSeats(states[^1]) is [var seat])
        {
            AgentTurn turn = new(AgentAction.Speak($"turn {states.Count}")) { Memory = states.Count == 3 ? null : $"memory {states.Count}" };
            states.Add(await environment.StepAsync(states[^1], new Dictionary<Seat, AgentTurn> { [seat] = turn }));
        }

        Episode episode = new("key", [], states[^1]);
        for (int turn = 0; turn < states.Count - 1; turn++)
        {
            EpisodeState cut = episode.Until(turn).State;
            Assert.That(cut.Memories, Is.EquivalentTo(states[turn].Memories), $"turn {turn}");
            Assert.That(cut.Turns, Is.EqualTo(states[turn].Turns));
            Assert.That(cut.End, Is.Null);
            foreach (Seat seat in task.Seats)
            {
                Assert.That(environment.Observe(cut, seat).History, Is.EqualTo(environment.Observe(states[turn], seat).History));
            }
        }

        Assert.That(episode.Until(99), Is.SameAs(episode));
    }
}
