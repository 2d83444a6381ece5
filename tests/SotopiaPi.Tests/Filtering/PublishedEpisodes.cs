using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Filtering;

/// <summary>The rated seats of the fixture's 30 episode logs.</summary>
internal static class PublishedEpisodes
{
    private static readonly string[] Names = [.. SocialDimension.All.Select(dimension => dimension.Name)];

    /// <summary>Both seats of each log, episode by episode.</summary>
    public static IReadOnlyList<RatedSeat> Load(params string[] tags)
    {
        List<RatedSeat> seats = [];
        foreach (string line in File.ReadLines(SharedFolder.Fixture("platform/filtering/episodes.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement log = document.RootElement;
            if (tags.Contains(log.GetProperty("tag").GetString()))
            {
                seats.Add(Seat(log, 0));
                seats.Add(Seat(log, 1));
            }
        }

        return seats;
    }

    public static FilterContext Context(IReadOnlyDictionary<string, double>? means = null) => new((_, _) => ValueTask.FromResult<Episode?>(null))
    {
        ReferenceMeans = (means ?? new Dictionary<string, double>()).ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, double>>)Enumerable.Range(0, 2).ToDictionary(
                seat => new Seat(seat),
                _ => (IReadOnlyDictionary<SocialDimension, double>)new Dictionary<SocialDimension, double> { [SocialDimension.Goal] = pair.Value })),
    };

    private static RatedSeat Seat(JsonElement log, int seat)
    {
        JsonElement reward = log.GetProperty("rewards")[seat];
        Dictionary<SocialDimension, Score> scores = SocialDimension.All.ToDictionary(dimension => dimension, dimension => reward.ValueKind == JsonValueKind.Number
            ? Score.Missing(RatingProblem.Parse, "the rating failed")
            : Score.Of(reward[1].GetProperty(dimension.Name).GetDouble()));
        Assert.That(scores.Keys.Select(dimension => dimension.Name), Is.EqualTo(Names));
        string environment = log.GetProperty("environment").GetString()!;
        return new RatedSeat(log.GetProperty("pk").GetString()!, environment + seat, new Seat(seat), log.GetProperty("models")[seat + 1].GetString()!, null, "gpt-4", scores)
        {
            EnvironmentId = environment,
        };
    }
}
