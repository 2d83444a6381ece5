using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class RetryAgentTests
{
    private static readonly PromptBuilder Prompts = new(PromptPack.Default);

    [Test]
    public async Task Act_shows_the_error_to_the_model_and_adds_up_the_usage()
    {
        Queue<string> replies = new(["Well.", """{"action_type": "sing", "argument": ""}""", """{"action_type": "speak", "argument": "Hi"}"""]);
        using TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply(replies.Dequeue())));
        AgentTurn turn = await new RetryAgent(new ChatClientAgent(client, Prompts)).ActAsync(TestObservations.First());
        Assert.That((turn.Failure, turn.Action.Argument), Is.EqualTo(((AgentFailure?)null, "Hi")));
        Assert.That(turn.Reply!.Usage!.InputTokenCount, Is.EqualTo(9));
        string[] asked = [.. client.Requests.Select(request => request.Messages[^1].Text)];
        Assert.That(asked[0], Does.Not.Contain("could not be used"));
        Assert.That(asked[1], Does.Contain("Your reply could not be used: the reply holds no complete JSON object"));
        Assert.That(asked[2], Does.Contain("action_type is \"sing\"").And.Not.Contain("no complete JSON object"));
        Assert.That(client.Requests.Select(request => request.Options!.Seed).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task Act_keeps_the_last_failure_when_every_try_fails()
    {
        using TestChatClient client = new("Well.");
        AgentTurn turn = await new RetryAgent(new ChatClientAgent(client, Prompts), 2).ActAsync(TestObservations.First());
        Assert.That(turn.Failure!.Kind, Is.EqualTo(AgentFailure.Parse));
        Assert.That(client.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Act_asks_the_same_again_after_a_failure_of_the_client()
    {
        TestAgent agent = new((_, call) => new AgentTurn(AgentAction.None) { Failure = call == 0 ? new AgentFailure(AgentFailure.Client, "down", null) : null });
        Observation refused = TestObservations.First() with { Problem = new ActionProblem("Not there.") };
        Assert.That((await new RetryAgent(agent).ActAsync(refused)).Failure, Is.Null);
        Assert.That(agent.Seen[1].Problem, Is.SameAs(refused.Problem));
    }

    [Test]
    public async Task Factory_retries_as_often_as_its_options_say()
    {
        using TestChatClient client = new("Well.");
        ChatClientAgentFactory factory = new(key => key == "agent" ? client : null, Prompts, new ChatClientAgentOptions { MaxAttempts = 3 });
        await factory.Create(new SeatAssignment(new Seat(0), TestTasks.Ada, "agent", new ModelRef("agent"))).ActAsync(TestObservations.First());
        Assert.That(client.Requests, Has.Count.EqualTo(3));
        Assert.That(() => new RetryAgent(new TestAgent((_, _) => new AgentTurn(AgentAction.None)), 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
