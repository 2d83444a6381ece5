using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class BestOfAgentTests
{
    [Test]
    public async Task Act_plays_the_reply_with_the_highest_score_and_pays_for_all()
    {
        int calls = 0;
        using TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply($$"""{"action_type": "speak", "argument": "{{new string('a', Interlocked.Increment(ref calls) % 3)}}"}""")));
        ISocialAgentFactory factory = new ChatClientAgentFactory(_ => client, new PromptBuilder(PromptPack.Compact)).AsBuilder().UseBestOf(3, (_, turn) => turn.Action.Argument.Length).Build();
        AgentTurn turn = await factory.Create(new SeatAssignment(new Seat(0), TestTasks.Ada, "agent", new ModelRef("agent"))).ActAsync(TestObservations.First());
        Assert.That(turn.Action.Argument, Is.EqualTo("aa"));
        Assert.That(turn.Reply!.Usage!.OutputTokenCount, Is.EqualTo(6));
        Assert.That(client.Requests.Select(request => request.Options!.Seed).Distinct().Count(), Is.EqualTo(3));
        Assert.That(client.Requests[0].Options!.Seed, Is.EqualTo(TestObservations.First().Seed), "the first draws as it would alone");
        Assert.That(client.Requests.Select(request => string.Join('|', request.Messages.Select(message => message.Text))).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Act_prefers_any_valid_reply_to_a_failure_and_the_first_of_equal_ones()
    {
        AgentTurn[] replies =
        [
            new(AgentAction.None) { Failure = new AgentFailure(AgentFailure.Parse, "no", "?") },
            new(AgentAction.Speak("first")),
            new(AgentAction.Speak("second")),
        ];
        BestOfAgent agent = new(new TestAgent((_, call) => replies[call]), 3, new DelegateTurnScorer((_, _) => double.NaN));
        Assert.That((await agent.ActAsync(TestObservations.First())).Action.Argument, Is.EqualTo("first"));
    }

    [Test]
    public async Task Act_survives_a_scorer_that_breaks_and_logs_it()
    {
        TestLogger logger = new();
        DelegateTurnScorer scorer = new((_, turn) => turn.Action.Argument == "0" ? throw new InvalidOperationException("broken") : 1);
        BestOfAgent agent = new(new TestAgent((_, call) => new AgentTurn(AgentAction.Speak(call == 0 ? "0" : "1"))), 2, scorer, logger);
        Assert.That((await agent.ActAsync(TestObservations.First())).Action.Argument, Is.EqualTo("1"));
        Assert.That(logger.Lines.Single().Text, Is.EqualTo("A reply of Ada Reed in turn 0 could not be scored and counts as the lowest"));
    }

    [Test]
    public async Task One_reply_is_not_scored()
    {
        TestAgent inner = new((_, _) => new AgentTurn(AgentAction.Leave));
        Observation observation = TestObservations.First();
        await new BestOfAgent(inner, 1, new DelegateTurnScorer((_, _) => throw new InvalidOperationException())).ActAsync(observation);
        Assert.That(inner.Seen.Single(), Is.SameAs(observation));
        Assert.That(() => new BestOfAgent(inner, 0, new DelegateTurnScorer((_, _) => 0)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
