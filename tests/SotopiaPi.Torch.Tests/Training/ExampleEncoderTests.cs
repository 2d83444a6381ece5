using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch.Tests;

internal sealed class ExampleEncoderTests
{
    [Test]
    public void Encode_weighs_the_reply()
    {
        EncodedExample example = Encode(100, new SupervisedExample("k", [new ChatMessage(ChatRole.User, "abc")], "de", 0.5));
        Assert.That(example.Sequence.Ids, Is.EqualTo([0, 1, 2, 3, 4]));
        Assert.That(example.Sequence.LossWeights, Is.EqualTo([0f, 0, 0, 0.5f, 0.5f]));
        Assert.That((example.Key, example.Group, example.IsCut), Is.EqualTo(("k", "k", false)));
    }

    [Test]
    public void Encode_cuts_prompt_and_reply_in_proportion_each_at_its_end()
    {
        EncodedExample example = Encode(6, new SupervisedExample("k", [new ChatMessage(ChatRole.User, "abcdef")], "ghi"));
        Assert.That(example.Sequence.Ids, Is.EqualTo([0, 1, 2, 3, 6, 7]));
        Assert.That(example.Sequence.LossWeights, Is.EqualTo([0f, 0, 0, 0, 1, 1]));
        Assert.That(example.IsCut, Is.True);
    }

    [Test]
    public void Encode_refuses_a_weight_that_is_no_number() =>
        Assert.That(() => Encode(9, new SupervisedExample("k", [], "ab", double.NaN)), Throws.InvalidOperationException.With.Message.Contains("weight NaN"));

    private static EncodedExample Encode(int cutoff, SupervisedExample example) => new ExampleEncoder(
        (prompt, reply) =>
        {
            string text = string.Concat(prompt.Select(m => m.Text));
            return ChatExample.AfterPrompt([.. (text + reply).Select(c => c - 'a')], text.Length);
        },
        cutoff).Encode(example);
}
