using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>
/// Writes the page on which a rater works: one HTML file without anything beside it. It keeps the answers in the browser after each change, closes an item when its time
/// is over, and saves the answers as JSON for <see cref="HumanStudyAnswers"/>. It sends nothing. It holds neither settings, nor models, nor the answers of attention checks.
/// </summary>
public static class RaterPage
{
    private const string Instructions = """
        You will read short dialogues between people. Everybody has a background, a private goal and perhaps a secret; you see all of it, the others in the dialogue did not.
        Read the whole dialogue first. Then rate each person on seven dimensions, with a whole number and, in your own words, what in the dialogue made you choose it.
        Judge by what is said and done, by the manners you would expect in everyday life in your country, and each dimension by itself: somebody may fail and still be believable.
        There are no right answers. Please do not ask others or a program.
        """;

    /// <summary>Writes a page.</summary>
    /// <param name="study">The study.</param>
    /// <param name="assignment">The rater and what to rate.</param>
    /// <returns>The page.</returns>
    public static string Write(HumanStudy study, HumanStudyAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(assignment);
        JsonObject data = new()
        {
            ["study"] = study.Id,
            ["rater"] = assignment.Rater,
            ["round"] = assignment.Round,
            ["file"] = HumanStudyFolder.FileName(assignment),
            ["seconds"] = (int)Math.Ceiling(study.Options.TimeLimit.TotalSeconds),
            ["instructions"] = study.Options.Instructions ?? Instructions,
            ["dimensions"] = new JsonArray([.. SocialDimension.All.Select(Dimension)]),
            ["steps"] = new JsonArray([.. assignment.Steps.Select(step => Step(study, step))]),
        };
        // The serializer's default encoder writes < > & ' as escapes, so no text can end the script element.
        return PromptTemplate.Parse(Resource("rater.html")).Fill(name => name switch
        {
            "style" => Resource("rater.css"),
            "script" => Resource("rater.js"),
            "data" => data.ToJsonString(),
            _ => throw new FormatException($"The page's template has the unknown place '{name}'."),
        });
    }

    private static JsonNode Dimension(SocialDimension dimension) => new JsonObject
    {
        ["name"] = dimension.Name,
        ["title"] = dimension.Name.Replace('_', ' '),
        ["definition"] = dimension.Definition,
        ["minimum"] = (int)dimension.Minimum,
        ["maximum"] = (int)dimension.Maximum,
    };

    private static JsonObject Step(HumanStudy study, string id)
    {
        if (study.Checks.FirstOrDefault(check => check.Id == id) is { } check)
        {
            return new JsonObject { ["kind"] = "check", ["id"] = id, ["text"] = check.Text, ["minimum"] = check.Minimum, ["maximum"] = check.Maximum };
        }

        HumanStudyItem item = study.Find(id) ?? throw new InvalidOperationException($"The study '{study.Options.Name}' assigns the item '{id}', which it does not have.");
        return new JsonObject { ["kind"] = "item", ["id"] = id, ["scene"] = JsonSerializer.SerializeToNode(item.Scene, HumanStudyJson.Default.HumanStudyScene) };
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(RaterPage).Assembly.GetManifestResourceStream($"SotopiaPi.Studies.{name}")
            ?? throw new InvalidOperationException($"The package lacks its resource '{name}': install it anew.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
