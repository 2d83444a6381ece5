using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>A line of the leaderboard's result file (<c>models_vs_….jsonl</c> of sotopia-lab/sotopia-space): the means of one model.</summary>
/// <param name="ModelName">The model's name.</param>
/// <param name="Means">The mean of each of the seven dimensions; one that was not rated has none, and <c>null</c> in the file.</param>
public sealed record LeaderboardLine(string ModelName, IReadOnlyDictionary<SocialDimension, double> Means)
{
    private static readonly SocialDimension[] Columns =
    [
        SocialDimension.SocialRules, SocialDimension.Secret, SocialDimension.FinancialAndMaterialBenefits, SocialDimension.Relationship,
        SocialDimension.Knowledge, SocialDimension.Goal, SocialDimension.Believability,
    ];

    /// <summary>Writes the line.</summary>
    /// <returns>The JSON without a line end, the dimensions in the leaderboard's order.</returns>
    public string Write()
    {
        JsonObject json = new() { ["model_name"] = ModelName };
        foreach (SocialDimension dimension in Columns)
        {
            json[Key(dimension)] = Means.TryGetValue(dimension, out double mean) ? (JsonNode)mean : null;
        }

        return PythonJson.Write(json);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line as JSON.</param>
    /// <returns>The line.</returns>
    /// <exception cref="RecordFormatException">The name is missing, or a mean is no number.</exception>
    public static LeaderboardLine Read(JsonElement line)
    {
        JsonFields fields = new(line);
        return new LeaderboardLine(fields.Text("model_name"), Columns.Where(dimension => fields[Key(dimension)] is not null).ToDictionary(dimension => dimension, dimension => fields.Number(Key(dimension))));
    }

    private static string Key(SocialDimension dimension) =>
        string.Create(CultureInfo.InvariantCulture, $"{DimensionAbbreviation.Of(dimension)} [{dimension.Minimum}, {dimension.Maximum}]");
}
