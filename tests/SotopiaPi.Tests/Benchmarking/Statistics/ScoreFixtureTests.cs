using System.Globalization;
using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Benchmarking.Statistics;

/// <summary>Every number of the fixture folder <c>platform/scores</c>, which scipy and statsmodels computed.</summary>
[Category("Fixtures.platform")]
public sealed class ScoreFixtureTests
{
    private const string Folder = "platform/scores";

    private static readonly string[] Dimensions = ["believability", "relationship", "knowledge", "secret", "social_rules", "financial_and_material_benefits", "goal", "overall_score"];

    private static IEnumerable<string> Files => SharedFolder.Cases(Folder, "*.json");

    [TestCaseSource(nameof(Files))]
    public void Statistics_equal_the_fixture(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.RequireCase(Folder, name)));
        JsonElement root = document.RootElement;
        Action<JsonElement> check = name switch
        {
            "t_tests.json" => TTests,
            "correlations.json" => Correlations,
            "agreement.json" => Agreements,
            "t_quantiles.json" => Quantiles,
            "paired_by_scenario.json" => PairedByScenario,
            "aggregate.json" => Aggregate,
            _ => _ => Assert.Fail($"no check is written for '{name}'"),
        };
        Assert.Multiple(() => check(root));
    }

    private static void TTests(JsonElement root)
    {
        foreach (JsonElement item in root.GetProperty("paired").EnumerateArray())
        {
            Compare(item, TTest.Paired(PairedSample.Of(Values(item, "a"), Values(item, "b"))));
        }

        foreach (JsonElement item in root.GetProperty("independent").EnumerateArray())
        {
            bool equal = item.GetProperty("equal_var").GetBoolean();
            Compare(item, equal ? TTest.Independent(Values(item, "a"), Values(item, "b")) : TTest.Welch(Values(item, "a"), Values(item, "b")));
        }
    }

    private static void Compare(JsonElement item, TTestResult result)
    {
        string name = item.TryGetProperty("name", out JsonElement text) ? text.GetString()! : "result";
        Near(result.Statistic, Number(item.GetProperty("t")), 1e-9, $"{name} t");
        Near(result.DegreesOfFreedom, Number(item.GetProperty("df")), 1e-9, $"{name} df");
        Near(result.PValue, Number(item.GetProperty("p_two_sided")), 1e-8, $"{name} p");
    }

    private static void Correlations(JsonElement root)
    {
        foreach (JsonElement item in root.GetProperty("cases").EnumerateArray())
        {
            string name = item.GetProperty("name").GetString()!;
            PairedSample sample = PairedSample.Of(Values(item, "x"), Values(item, "y"));
            CorrelationResult pearson = Correlation.Pearson(sample);
            CorrelationResult spearman = Correlation.Spearman(sample);
            Near(pearson.Coefficient, Number(item.GetProperty("pearson_r")), 1e-9, $"{name} r");
            Near(pearson.PValue, Number(item.GetProperty("pearson_p")), 1e-8, $"{name} p of r");
            Near(spearman.Coefficient, Number(item.GetProperty("spearman_rho")), 1e-9, $"{name} rho");
            Near(spearman.PValue, Number(item.GetProperty("spearman_p")), 1e-8, $"{name} p of rho");
            Near(Correlation.MeanSquaredError(sample), Number(item.GetProperty("mse")), 1e-9, $"{name} mse");
        }
    }

    private static void Agreements(JsonElement root)
    {
        foreach (JsonElement item in root.GetProperty("cases").EnumerateArray())
        {
            string name = item.GetProperty("name").GetString()!;
            string[][] ratings = [.. item.GetProperty("ratings").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.ToString()).ToArray())];
            Near(Agreement.Pairwise(ratings), Number(item.GetProperty("pairwise_agreement")), 1e-9, $"{name} pairwise");
            Near(Agreement.Unanimous(ratings), Number(item.GetProperty("all_raters_agree")), 1e-9, $"{name} unanimous");
            Near(Agreement.FleissKappa(ratings), Number(item.GetProperty("fleiss_kappa")), 1e-9, $"{name} Fleiss");
            Near(Agreement.RandolphKappa(ratings), Number(item.GetProperty("randolph_kappa")), 1e-9, $"{name} Randolph");
        }
    }

    private static void Quantiles(JsonElement root)
    {
        foreach (JsonProperty item in root.GetProperty("t_0975").EnumerateObject())
        {
            Near(StudentT.TwoSidedQuantile(0.95, double.Parse(item.Name, CultureInfo.InvariantCulture)), item.Value.GetDouble(), 1e-9, $"quantile at {item.Name}");
        }

        foreach (JsonElement item in root.GetProperty("t_cdf").EnumerateArray())
        {
            Near(StudentT.TwoSidedP(item.GetProperty("t").GetDouble(), item.GetProperty("df").GetDouble()), Number(item.GetProperty("p_two_sided")), 1e-8, $"p at {item}");
        }
    }

    private static void PairedByScenario(JsonElement root)
    {
        KeyValuePair<string, double?>[] Of(string model) =>
        [
            .. from point in root.GetProperty("points").EnumerateArray()
               where point.GetProperty("model").GetString() == model
               select KeyValuePair.Create(point.GetProperty("environment").GetString()!, (double?)point.GetProperty("score").GetDouble()),
        ];

        PairedSample sample = PairedSample.ByKey(Of("target"), Of("baseline"));
        Assert.That(sample.First, Is.EqualTo(Values(root, "target_means")));
        Assert.That(sample.Second, Is.EqualTo(Values(root, "baseline_means")));
        Compare(root.GetProperty("result"), TTest.Paired(sample));
    }

    private static void Aggregate(JsonElement root)
    {
        JsonElement[] episodes = [.. root.GetProperty("episodes").EnumerateArray()];
        foreach (JsonProperty model in root.GetProperty("means").EnumerateObject())
        {
            foreach ((string group, int[] positions) in new[] { ("position_1", new[] { 1 }), ("position_2", [2]), ("both", [1, 2]) })
            {
                JsonElement expected = model.Value.GetProperty(group);
                foreach (string dimension in Dimensions)
                {
                    MeanEstimate mean = MeanEstimate.Of(Points(episodes, model.Name, positions, dimension).Select(point => point.Value));
                    Near(mean.Mean, expected.GetProperty("mean").GetProperty(dimension).GetDouble(), 1e-9, $"{model.Name} {group} {dimension}");
                    Assert.That(mean.Count, Is.EqualTo(expected.GetProperty("n").GetInt32()), $"{model.Name} {group} n");
                }
            }
        }

        foreach (JsonProperty model in root.GetProperty("benchmark_margins").EnumerateObject())
        {
            foreach (JsonProperty dimension in model.Value.GetProperty("dimensions").EnumerateObject())
            {
                MeanEstimate mean = SettingMean.Of(Points(episodes, model.Name, [1, 2], dimension.Name));
                Near(mean.Mean, dimension.Value.GetProperty("mean").GetDouble(), 1e-9, $"{model.Name} {dimension.Name}");
                Near(mean.Margin, dimension.Value.GetProperty("margin_95").GetDouble(), 1e-9, $"{model.Name} {dimension.Name} margin");
                Assert.That(mean.Count, Is.EqualTo(model.Value.GetProperty("episodes").GetInt32()));
            }
        }
    }

    /// <summary>The setting and the score of each episode in which the model plays one of the positions; a failed rating is missing.</summary>
    private static IEnumerable<KeyValuePair<(string, int), double?>> Points(JsonElement[] episodes, string model, int[] positions, string dimension) =>
        from episode in episodes
        from position in positions
        where episode.GetProperty("models")[position].GetString() == model
        let reward = episode.GetProperty("rewards")[position - 1]
        let value = reward.ValueKind == JsonValueKind.Number ? null : (double?)reward[1].GetProperty(dimension).GetDouble()
        select KeyValuePair.Create((episode.GetProperty("environment").GetString()!, position), value);

    private static double?[] Values(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(value => (double?)value.GetDouble())];

    private static double? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => element.GetString() == "-Infinity" ? double.NegativeInfinity : double.PositiveInfinity,
        _ => element.GetDouble(),
    };

    private static void Near(double? actual, double? expected, double relative, string what)
    {
        if (expected is null || actual is null || double.IsInfinity(expected.Value))
        {
            Assert.That(actual, Is.EqualTo(expected), what);
            return;
        }

        Assert.That(actual.Value, Is.EqualTo(expected.Value).Within(Math.Max(1e-12, relative * Math.Abs(expected.Value))), what);
    }
}
