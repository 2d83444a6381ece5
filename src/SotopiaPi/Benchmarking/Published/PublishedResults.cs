using System.Text.Json;

namespace SotopiaPi;

/// <summary>Results of SOTOPIA-π, Sotopia-RL, SDPO, SOTOPIA-Ω and the leaderboard, as data, each with its source.</summary>
public static class PublishedResults
{
    private const string Resource = "SotopiaPi.published-results.json";

    private static readonly Lazy<IReadOnlyList<PublishedResult>> s_all = new(() =>
    {
        using Stream stream = typeof(PublishedResults).Assembly.GetManifestResourceStream(Resource)!;
        return Read(stream);
    });

    /// <summary>Gets the results that come with the library. Judges, partners and character pairs differ from paper to paper: compare within one source.</summary>
    public static IReadOnlyList<PublishedResult> All => s_all.Value;

    /// <summary>Finds the results on a task set.</summary>
    /// <param name="set">The name of the set.</param>
    /// <returns>The results; empty when nothing was published on it.</returns>
    public static IReadOnlyList<PublishedResult> On(string set) => [.. All.Where(result => result.Set == set)];

    /// <summary>Reads results of one's own in the same form: a JSON list of objects with <c>model</c>, <c>set</c>, <c>judge</c>, <c>partner</c>, <c>source</c>, <c>scores</c> by dimension, and <c>overall</c>, which may be null.</summary>
    /// <param name="stream">The JSON text in UTF-8.</param>
    /// <returns>The results.</returns>
    /// <exception cref="RecordFormatException">The text is malformed.</exception>
    public static IReadOnlyList<PublishedResult> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new RecordFormatException($"The published results are no JSON list of objects: {e.Message}", e);
        }
    }

    private static PublishedResult Read(JsonElement json)
    {
        JsonFields fields = new(json);
        JsonFields scores = fields.Object("scores");
        return new PublishedResult(
            fields.Text("model"),
            fields.Text("set"),
            fields.Text("judge"),
            fields.Text("partner"),
            fields.Text("source"),
            json.GetProperty("scores").EnumerateObject().ToDictionary(score => SocialDimension.Named(score.Name), score => scores.Number(score.Name)),
            fields["overall"] is null ? null : fields.Number("overall"));
    }
}
