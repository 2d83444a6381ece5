using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Evaluation;

/// <summary>The raw replies of a judge in <c>platform/evaluation/evaluator_replies.json</c>, in the shapes of three versions of the reference.</summary>
[Category("Fixtures.platform")]
public sealed class EvaluatorReplyFixtureTests
{
    private const string Folder = "platform/evaluation";
    private static readonly string[] Names = ["Ada Reed", "Ben Cole"];

    /// <summary>Accepted by a version of the reference, but read otherwise: a fraction is kept (the reference cuts it off), <c>true</c> is no number (there it is 1).</summary>
    private static readonly string[] ReadOtherwise = ["score_float", "score_negative_float_secret", "score_true"];

    /// <summary>What is left where the reference rejects the whole reply: the number of scores that can still be used.</summary>
    private static readonly Dictionary<string, int> Usable = new()
    {
        ["score_as_text"] = 13, ["score_null"] = 13, ["missing_dimension"] = 13, ["missing_agent"] = 7, ["swapped_tuple"] = 13, ["truncated"] = 0, ["empty"] = 0,
        ["invalid_then_repaired"] = 0, ["out_of_range_then_repaired"] = 13,
    };

    private static IEnumerable<string> Files => SharedFolder.Cases(Folder, "evaluator_replies.json");

    [TestCaseSource(nameof(Files))]
    public void What_the_reference_accepts_is_read_alike_and_the_rest_keeps_what_can_be_used(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.RequireCase(Folder, file)));
        foreach (JsonElement item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            foreach (JsonProperty version in item.GetProperty("result").EnumerateObject())
            {
                Check(item, version.Name, version.Value);
            }
        }
    }

    [TestCaseSource(nameof(Files))]
    public async Task A_repaired_reply_gives_what_the_reference_gets(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.RequireCase(Folder, file)));
        JsonElement[] repaired = [.. document.RootElement.GetProperty("cases").EnumerateArray().Where(item => item.TryGetProperty("repair", out JsonElement repair) && repair.ValueKind == JsonValueKind.Object)];
        Assert.That(repaired, Is.Not.Empty);
        foreach (JsonElement item in repaired)
        {
            Queue<string> replies = new([Reply(item.GetProperty("reply"), "v2023"), Reply(item.GetProperty("repair"), "v2023")]);
            using TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply(replies.Dequeue())));
            EpisodeRating rating = await new ChatClientEvaluator(client).EvaluateAsync(await TestEpisodes.ShortAsync());
            Same(item.GetProperty("result").GetProperty("v2023"), rating.Scores, item.GetProperty("name").GetString()!);
        }
    }

    private static void Check(JsonElement item, string version, JsonElement result)
    {
        string name = item.GetProperty("name").GetString()!;
        IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores = new JudgeReply(Reply(item.GetProperty("reply"), version), SocialDimension.All, Names).Read();
        Score[] all = [.. scores.Values.SelectMany(seat => seat.Values)];
        Assert.That(all.Select(score => (score.Value is null) != (score.Problem is null)), Is.All.True, name);
        bool accepted = !result.GetProperty("parser").TryGetProperty("error", out _);
        if (accepted && result.GetProperty("evaluator_output").GetArrayLength() > 0 && !ReadOtherwise.Contains(name))
        {
            Same(result, scores, $"{name} {version}");
        }
        else if (Usable.TryGetValue(name, out int usable))
        {
            Assert.That(all.Count(score => score.Value is not null), Is.EqualTo(usable), $"{name} {version}");
        }
        else if (name.StartsWith("out_of_range", StringComparison.Ordinal))
        {
            Assert.That(all.Count(score => score.Problem?.Kind == RatingProblem.OutOfRange), Is.EqualTo(1), $"{name} {version}");
        }
    }

    private static void Same(JsonElement result, IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores, string name)
    {
        foreach (JsonElement given in result.GetProperty("evaluator_output").EnumerateArray().Where(given => given[0].GetString() is "agent_1" or "agent_2"))
        {
            Seat seat = new(given[0].GetString() == "agent_1" ? 0 : 1);
            SocialDimension dimension = SocialDimension.Named(given[1][0][0].GetString()!);
            if (scores[seat].TryGetValue(dimension, out Score? score))
            {
                Assert.That((score.Value, score.Reason), Is.EqualTo(((double?)given[1][0][1].GetDouble(), given[1][1].GetString())), $"{name} {seat} {dimension}");
            }
        }
    }

    private static string Reply(JsonElement reply, string version) => reply.ValueKind == JsonValueKind.String ? reply.GetString()! : reply.GetProperty(version).GetString()!;
}
