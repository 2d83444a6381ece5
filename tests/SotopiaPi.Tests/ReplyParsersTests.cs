using System.Diagnostics;
using System.Text;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>Whatever a model replies becomes a value or an explained absence, in time linear in its length; ten thousand replies here, a million with <c>benchmarks -- --fuzz replies</c>.</summary>
[TestFixture]
internal sealed class ReplyParsersTests
{
    private const int Replies = 10_000;

    [Test]
    public void Every_parser_explains_every_reply()
    {
        using ReplyParsers parsers = new();
        Assert.That(Enumerable.Range(0, Replies).SelectMany(seed => parsers.Problems(RandomReplies.Of(seed))).Take(5), Is.Empty);
    }

    [TestCase("{")]
    [TestCase("{\"a\":")]
    [TestCase("[[{\"a\":[")]
    [TestCase("{\"evaluations\": {\"agent_1\": ")]
    [TestCase("{\"evaluations\": {}} ")]
    [TestCase("```json\n{")]
    [TestCase("{\"turn_1\": 3, ")]
    [TestCase("\"}")]
    public void Every_parser_takes_time_linear_in_the_length(string piece)
    {
        using ReplyParsers parsers = new();
        string Text(int length) => new StringBuilder().Insert(0, piece, length / piece.Length).ToString();
        _ = parsers.Problems(Text(1000)).Count();
        TimeSpan small = Time(Text(50_000));
        TimeSpan large = Time(Text(400_000));
        Assert.That(large, Is.LessThan((40 * small) + TimeSpan.FromSeconds(2)), "eight times the length takes eight times as long, not sixty-four times");

        TimeSpan Time(string reply)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.That(parsers.Problems(reply), Is.Empty);
            return Stopwatch.GetElapsedTime(start);
        }
    }
}
