using System.Text;

namespace SotopiaPi.Torch.Tests;

internal sealed class ReplyTextTests
{
    private static readonly HuggingFaceTokenizer s_tokenizer = TestChat.ByteTokenizer();

    [TestCase("Hello, all!", "", "Hello, all!", false)]
    [TestCase("Hello, all!", ", a", "Hello", true)]
    [TestCase("Hello, all!", "xyz;all", "Hello, ", true)]
    [TestCase("Hello, all!", "ll;o", "He", true)]
    [TestCase("Hello, all!", "!?;!!", "Hello, all!", false)]
    [TestCase("aabaabaac", "aabaac", "aab", true)]
    [TestCase("日本語", "語", "日本", true)]
    [TestCase("ab\n\nc", "\n\n", "ab", true)]
    public void Text_ends_before_the_first_stop_sequence_whatever_tokens_it_straddles(string text, string stops, string expected, bool stopped)
    {
        var emitted = new StringBuilder();
        var reply = new ReplyText(s_tokenizer.CreateStreamingDecoder(true), stops.Split(';', StringSplitOptions.RemoveEmptyEntries), piece => emitted.Append(piece));
        bool ended = s_tokenizer.Encode(text, addSpecialTokens: false).Any(reply.Add);
        string whole = reply.Finish();
        Assert.That((ended, whole, emitted.ToString()), Is.EqualTo((stopped, expected, expected)));
    }

    [Test]
    public void Text_that_may_begin_a_stop_sequence_is_held_back()
    {
        var pieces = new List<string>();
        var reply = new ReplyText(s_tokenizer.CreateStreamingDecoder(true), ["xyz"], pieces.Add);
        foreach (int token in s_tokenizer.Encode("axyaxy", addSpecialTokens: false))
        {
            reply.Add(token);
        }

        Assert.That(string.Concat(pieces), Is.EqualTo("axya"));
        Assert.That(reply.Finish(), Is.EqualTo("axyaxy"));
    }

    [Test]
    public void Text_splits_no_character()
    {
        var pieces = new List<string>();
        var reply = new ReplyText(s_tokenizer.CreateStreamingDecoder(true), [], pieces.Add);
        foreach (int token in s_tokenizer.Encode("é日😀", addSpecialTokens: false))
        {
            reply.Add(token);
        }

        Assert.That(pieces, Is.EqualTo(new[] { "é", "日", "😀" }));
    }
}
