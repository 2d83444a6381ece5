using System.Text;

namespace SotopiaPi.Tests.Evaluation;

public sealed class JudgeReplyTests
{
    private static readonly string[] Names = ["Ada Reed", "Ben Cole"];
    private static readonly SocialDimension[] Goal = [SocialDimension.Goal];

    private static Score Read(string reply, int seat = 0) => new JudgeReply(reply, Goal, Names).Read()[new Seat(seat)][SocialDimension.Goal];

    [TestCase("{\"evaluations\": {\"agent_1\": {\"goal\": {\"reasoning\": \"r\", \"score\": 7}}}}")]
    [TestCase("{\"agent_1_evaluation\": {\"goal\": [\"r\", 7]}}")]
    [TestCase("{\"Ada Reed\": {\"Goal\": {\"score\": \"7\", \"reasoning\": \"r\"}}}")]
    [TestCase("Here:\n```json\n{\"evaluations\": {\"agent_1\": {\"goal\": {\"reasoning\": \"r\", \"score\": 7.0}}}}\n```\nDone.")]
    [TestCase("{\"properties\": {\"evaluations\": {\"value\": {\"agent_1\": {\"value\": {\"goal\": {\"value\": {\"reasoning\": \"r\", \"score\": 7}}}}}}}}")]
    [TestCase("{'evaluations': {'agent_1': {'goal': {'reasoning': 'r', 'score': 7,},},},}")]
    [TestCase("<think>{\"agent_1\": {\"goal\": 2}}</think>{\"agent_1\": {\"goal\": {\"reasoning\": \"r\", \"score\": 7}}}")]
    public void A_rating_is_understood_in_any_of_the_forms(string reply) => Assert.That(Read(reply), Is.EqualTo(Score.Of(7, "r")));

    [TestCase("{\"agent_1\": {\"goal\": [7, \"r\"]}}", "parse", "swapped")]
    [TestCase("{\"agent_1\": {\"goal\": [\"r\", 7, 8]}}", "parse", "wanted a number from 0 to 10")]
    [TestCase("{\"agent_1\": {\"goal\": {\"reasoning\": \"r\", \"score\": \"seven\"}}}", "parse", "wanted a number from 0 to 10")]
    [TestCase("{\"agent_1\": {\"goal\": {\"reasoning\": \"r\", \"score\": true}}}", "parse", "wanted a number")]
    [TestCase("{\"agent_1\": {\"goal\": {\"reasoning\": \"r\"}}}", "parse", "wanted a number")]
    [TestCase("{\"agent_1\": {\"goal\": {\"score\": 10.5}}}", "out_of_range", "goal of agent_1 is 10.5; wanted a number from 0 to 10")]
    [TestCase("{\"agent_1\": {\"goal\": {\"score\": -1}}}", "out_of_range", "is -1")]
    [TestCase("{\"agent_1\": {\"goal\": null}}", "absent", "the reply has no goal of agent_1")]
    [TestCase("{\"agent_1\": {\"secret\": {\"score\": 0}}}", "absent", "no goal")]
    [TestCase("{\"agent_2\": {\"goal\": {\"score\": 1}}}", "absent", "no ratings of agent_1 (Ada Reed)")]
    [TestCase("Both did well.", "parse", "no complete JSON object with the keys agent_1, agent_2")]
    [TestCase("{\"evaluations\": {\"agent_1\": {\"goal\": {\"reasoning\": \"and then", "parse", "no complete JSON object")]
    [TestCase("", "parse", "no complete JSON object")]
    public void What_cannot_be_used_is_explained(string reply, string kind, string message)
    {
        Score score = Read(reply);
        Assert.That((score.Value, score.Problem?.Kind), Is.EqualTo(((double?)null, kind)));
        Assert.That(score.Problem!.Message, Does.Contain(message));
    }

    [Test]
    public void The_object_with_the_most_scores_is_read_and_of_equals_the_last() =>
        Assert.That(Read("{\"agent_1\": {\"goal\": 3}} no, wait: {\"agent_1\": {\"goal\": 4}} {\"agent_1\": {}}").Value, Is.EqualTo(4));

    [Test]
    public void A_name_shared_by_two_characters_is_no_key()
    {
        Score score = new JudgeReply("{\"Ada\": {\"goal\": 3}}", Goal, ["Ada", "Ada"]).Read()[new Seat(0)][SocialDimension.Goal];
        Assert.That(score.Problem!.Kind, Is.EqualTo(RatingProblem.Parse));
    }

    /// <summary>Pieces of replies in random order: braces, quotes, fences, keys, numbers, other scripts.</summary>
    [FsCheck.NUnit.Property(MaxTest = 10_000, QuietOnSuccess = true)]
    public bool Any_reply_gives_each_seat_a_value_in_range_or_a_problem(int[] choices)
    {
        string[] pieces = ["{", "}", "[", "]", "\"", "'", ":", ",", "\\", "\n", "```json", "agent_1", "agent_2", "evaluations", "goal", "reasoning", "score", "7", "-99", "1e400", "NaN", "null", "true", "价", "🙂", "\ud800", " ", "\"agent_1\": {\"goal\": {\"score\": 5}}", "</think>"];
        StringBuilder reply = new();
        foreach (int choice in choices)
        {
            reply.Append(pieces[(int)((uint)choice % pieces.Length)]);
        }

        return new JudgeReply(reply.ToString(), Goal, Names).Read().Values.All(seat =>
            seat[SocialDimension.Goal] is { } score && (score.Value is >= 0 and <= 10) != (score.Problem is not null));
    }

    [TestCase("{\"agent_1\":{\"goal\":{\"a\":")]
    [TestCase("[[[[")]
    [TestCase("{\"agent_1\": {\"goal\": 99}} ")]
    [TestCase("\"\\\"")]
    public void Time_is_linear_in_the_length(string piece)
    {
        Read(string.Concat(Enumerable.Repeat(piece, 1000)));
        TimeSpan small = Time(piece, 5_000);
        TimeSpan large = Time(piece, 40_000);
        Assert.That(large, Is.LessThan((small * 8 * 4) + TimeSpan.FromMilliseconds(50)), "8 times the text");
    }

    private static TimeSpan Time(string piece, int count)
    {
        string reply = string.Concat(Enumerable.Repeat(piece, count));
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Read(reply);
        return watch.Elapsed;
    }
}
