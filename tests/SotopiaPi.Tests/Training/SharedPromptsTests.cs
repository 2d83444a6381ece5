using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class SharedPromptsTests
{
    [Test]
    public void Prompts_that_begin_the_next_one_share_its_messages_and_keep_their_texts()
    {
        SupervisedExample[] examples = [Example("s", "a"), Example("s", "a", "b"), Example("s", "other"), Example("s", "other", "c", "d")];
        IReadOnlyList<SupervisedExample> shared = SharedPrompts.Of(examples);
        Assert.That(shared.Select(Texts), Is.EqualTo(examples.Select(Texts)));
        Assert.That(shared[0].Prompt[1], Is.SameAs(shared[1].Prompt[1]));
        Assert.That(shared[2].Prompt[1], Is.SameAs(shared[3].Prompt[1]));
        Assert.That(shared[1].Prompt[0], Is.Not.SameAs(shared[2].Prompt[0]));
        Assert.That(SharedPrompts.Of([]), Is.Empty);
    }

    private static SupervisedExample Example(params string[] texts) => new(string.Concat(texts), [.. texts.Select(text => new ChatMessage(ChatRole.User, text))], "r");

    private static string Texts(SupervisedExample example) => string.Join('|', example.Prompt.Select(message => message.Text));
}
