using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Evaluation;

[Category("Fixtures.platform")]
public sealed class ReferenceRewardTests
{
    private const string File = "platform/evaluation/aggregate.json";

    private static IEnumerable<string> Cases()
    {
        using JsonDocument document = Document();
        return document is null ? [""] : [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
    }

    [TestCaseSource(nameof(Cases))]
    public void Rewards_and_comments_equal_the_references(string name)
    {
        SharedFolder.RequireCase("platform/evaluation", name);
        using JsonDocument document = Document();
        JsonElement item = document.RootElement.GetProperty("cases").EnumerateArray().Single(candidate => candidate.GetProperty("name").GetString() == name);
        JsonElement result = item.GetProperty("result");
        JsonElement expected = result.TryGetProperty("all", out JsonElement all) ? all : result.GetProperty("v015");   // v2023 refuses a third agent; ours has n seats

        (string Who, string Dimension, double? Score, string Reason)[] responses =
        [
            .. item.GetProperty("responses").EnumerateArray().Select(response => (
                response[0].GetString()!,
                response[1][0][0].GetString()!,
                response[1][0][1].ValueKind == JsonValueKind.Number ? response[1][0][1].GetDouble() : (double?)null,
                response[1][1].GetString()!)),
        ];
        EpisodeRating[] ratings = Ratings([.. responses.Where(response => response.Who != "environment")]);
        KeyValuePair<string, string>[] environment = [.. responses.Where(response => response.Who == "environment").GroupBy(response => response.Dimension).Select(group => KeyValuePair.Create(group.Key, string.Concat(group.Select(response => response.Reason))))];

        Check(expected.GetProperty("p1_rate"), ReferenceReward.Of(ratings, new Seat(0)));
        Check(expected.GetProperty("p2_rate"), ReferenceReward.Of(ratings, new Seat(1)));
        Assert.That(ReferenceReward.Comments(ratings, environment), Is.EqualTo(expected.GetProperty("comments").GetString()));
    }

    /// <summary>The first answer about a seat and dimension belongs to the first judge, the second to the second.</summary>
    private static EpisodeRating[] Ratings((string Who, string Dimension, double? Score, string Reason)[] responses)
    {
        var answers = responses.GroupBy(response => (response.Who, response.Dimension)).SelectMany(group => group.Index()).ToArray();
        return
        [
            .. answers.Select(answer => answer.Index).Distinct().Order().Select(judge => new EpisodeRating($"judge {judge}", answers.Where(answer => answer.Index == judge).GroupBy(answer => answer.Item.Who).ToDictionary(
                group => new Seat(int.Parse(group.Key["agent_".Length..], System.Globalization.CultureInfo.InvariantCulture) - 1),
                group => (IReadOnlyDictionary<SocialDimension, Score>)group.ToDictionary(answer => SocialDimension.Named(answer.Item.Dimension), answer => new Score(answer.Item.Score, answer.Item.Reason, null))), null)),
        ];
    }

    private static void Check(JsonElement expected, ReferenceReward? reward)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.That(reward, Is.Null);
            return;
        }

        Assert.That(reward!.Overall, Is.EqualTo(expected[0].GetDouble()).Within(1e-9));
        Assert.That(reward.Scores.Select(score => score.Key), Is.EqualTo(expected[1].EnumerateObject().Select(score => score.Name)));
        Assert.That(reward.Scores.Select(score => score.Value), Is.EqualTo(expected[1].EnumerateObject().Select(score => score.Value.GetDouble())).Within(1e-9));
    }

    private static JsonDocument Document()
    {
        string folder = SharedFolder.Cases("platform/evaluation", "aggregate.json").Single();
        return folder.Length == 0 ? null! : JsonDocument.Parse(System.IO.File.ReadAllBytes(SharedFolder.Fixture(File)));
    }
}
