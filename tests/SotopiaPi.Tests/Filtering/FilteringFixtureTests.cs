using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Filtering;

/// <summary>What the reference code and the paper's rule select from the fixture's episode logs.</summary>
[Category("Fixtures.platform")]
public sealed class FilteringFixtureTests
{
    private const string Folder = "platform/filtering";

    private static IEnumerable<string> Files => SharedFolder.Cases(Folder, "*_variant.json");

    [TestCaseSource(nameof(Files))]
    public async Task Filters_select_what_the_fixture_selects(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.RequireCase(Folder, name)));
        Func<JsonElement, Task> check = name switch
        {
            "code_variant.json" => CodeVariant,
            "paper_variant.json" => PaperVariant,
            _ => throw new InvalidOperationException($"no check is written for '{name}'"),
        };
        await check(document.RootElement);
    }

    private static async Task CodeVariant(JsonElement root)
    {
        foreach (JsonElement query in root.GetProperty("queries").EnumerateArray())
        {
            string name = query.GetProperty("name").GetString()!;
            string[] environments = Strings(query, "environments");
            string model = Strings(query, "models")[0];
            JsonElement result = query.GetProperty("result");
            RatedSeat[] seats = [.. PublishedEpisodes.Load(Strings(query, "tags")).Where(seat => environments.Contains(seat.EnvironmentId))];

            await Same(new TopRatedFilter(TopRatedOptions.Reference), seats, null, result.GetProperty("best_per_position"), name);
            await Same(new ThresholdFilter(), seats, model, result.GetProperty("filter_threshold_7_plain"), name);
            Dictionary<string, double> means = result.GetProperty("goal_scores_by_environment").GetProperty(model).EnumerateObject()
                .Where(list => list.Value.GetArrayLength() > 0)
                .ToDictionary(list => list.Name, list => list.Value.EnumerateArray().Average(value => value.GetDouble()));
            await Same(new ThresholdFilter(ThresholdOptions.ReferenceComparison), seats, model, result.GetProperty("filter_threshold_7_compare"), name, means);
            if (result.TryGetProperty("top_70_percent", out JsonElement top))
            {
                await TopReward(seats, model, top, name);
            }
        }
    }

    /// <summary>The reference lists mixed episodes first, then all first seats, then all second seats: that order decides ties.</summary>
    private static async Task TopReward(RatedSeat[] seats, string model, JsonElement expected, string name)
    {
        RatedSeat[] own = [.. seats.Where(seat => seat.Role == model).OrderBy(seat => seat.Seat.Index)];
        FilterResult result = await new TopShareFilter(TopShareOptions.ReferenceTopReward).FilterAsync(own, PublishedEpisodes.Context());
        bool SelfPlay(RatedSeat seat) => own.Count(other => other.EpisodeKey == seat.EpisodeKey) == 2;
        string[] kept = [.. result.Kept.Select(seat => $"{seat.EpisodeKey} {(SelfPlay(seat) ? seat.Seat.Index + 1 : 0)}").Order(StringComparer.Ordinal)];
        Assert.That(kept, Is.EqualTo(Pairs(expected)), name);
    }

    private static async Task Same(
        IEpisodeFilter filter, RatedSeat[] seats, string? model, JsonElement expected, string name, Dictionary<string, double>? means = null)
    {
        FilterResult result = await filter.FilterAsync(seats, PublishedEpisodes.Context(means));
        foreach (JsonProperty environment in expected.EnumerateObject())
        {
            string[] kept = [.. result.Kept.Where(seat => seat.EnvironmentId == environment.Name && (model is null || seat.Role == model)).Select(Pair).Order(StringComparer.Ordinal)];
            Assert.That(kept, Is.EqualTo(Pairs(environment.Value)), $"{name} {filter.GetType().Name} {environment.Name}");
        }
    }

    private static async Task PaperVariant(JsonElement root)
    {
        IReadOnlyList<RatedSeat> seats = PublishedEpisodes.Load("fixture_sft_self");
        FilterResult cloning = await new PaperBehaviorCloningFilter().FilterAsync(seats, PublishedEpisodes.Context());
        foreach (JsonProperty environment in root.GetProperty("behaviour_cloning").GetProperty("environments").EnumerateObject())
        {
            Assert.That(Kept(cloning, environment.Name), Is.EqualTo(Pairs(environment.Value.GetProperty("kept"))), environment.Name);
        }

        FilterResult reinforcement = await new TopShareFilter(TopShareOptions.Paper).FilterAsync(seats, PublishedEpisodes.Context());
        foreach (JsonProperty environment in root.GetProperty("self_reinforcement_top_20_percent").EnumerateObject())
        {
            Assert.That(Kept(reinforcement, environment.Name), Is.EqualTo(Pairs(environment.Value.GetProperty("kept"))), environment.Name);
        }
    }

    private static string[] Kept(FilterResult result, string environment) =>
        [.. result.Kept.Where(seat => seat.EnvironmentId == environment).Select(Pair).Order(StringComparer.Ordinal)];

    private static string Pair(RatedSeat seat) => $"{seat.EpisodeKey} {seat.Seat.Index + 1}";

    private static string[] Pairs(JsonElement list) => [.. list.EnumerateArray().Select(pair => $"{pair[0].GetString()} {pair[1].GetInt32()}").Order(StringComparer.Ordinal)];

    private static string[] Strings(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
}
