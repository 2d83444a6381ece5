using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

internal sealed class PreferenceExampleTests
{
    [Test]
    public void OfSegments_starts_where_the_conversations_part_and_gives_both_sides_as_many_turns()
    {
        SupervisedExample[] better = [Turn("p0", "same"), Turn("p1", "good"), Turn("p2 good", "b2"), Turn("p3 good", "b3")];
        SupervisedExample[] worse = [Turn("p0", "same"), Turn("p1", "bad"), Turn("p2 bad", "w2")];
        PreferenceExample example = PreferenceExample.OfSegments("k", better, worse)!;
        Assert.That(example.Chosen.Select(turn => (turn.Prompt[0].Text, turn.Reply)), Is.EqualTo([("p1", "good"), ("p2 good", "b2")]));
        Assert.That(example.Rejected.Select(turn => (turn.Prompt[0].Text, turn.Reply)), Is.EqualTo([("p1", "bad"), ("p2 bad", "w2")]));
        Assert.That(PreferenceExample.OfSegments("k", better, worse, maxTurns: 1)!.Chosen, Has.Count.EqualTo(1));
    }

    [Test]
    public void OfSegments_gives_nothing_where_a_conversation_does_not_go_on_differently()
    {
        SupervisedExample[] turns = [Turn("p0", "same")];
        Assert.That(PreferenceExample.OfSegments("k", turns, [.. turns, Turn("p1", "more")]), Is.Null);
        Assert.That(() => PreferenceExample.OfSegments("k", turns, turns, maxTurns: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Of_compares_two_replies_to_one_prompt()
    {
        PreferenceExample example = PreferenceExample.Of("k", [new ChatMessage(ChatRole.User, "p")], "good", "bad");
        Assert.That((example.Chosen.Single().Reply, example.Rejected.Single().Reply), Is.EqualTo(("good", "bad")));
        Assert.That(example.Chosen[0].Prompt, Is.SameAs(example.Rejected[0].Prompt));
    }

    private static SupervisedExample Turn(string prompt, string reply) => new(prompt + reply, [new ChatMessage(ChatRole.User, prompt)], reply);
}
