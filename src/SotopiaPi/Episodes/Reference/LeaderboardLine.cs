using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>A line of the leaderboard's result file (<c>models_vs_….jsonl</c> of sotopia-lab/sotopia-space): the means of one model.</summary>
/// <param name="ModelName">The model's name.</param>
/// <param name="Means">The mean of each of the seven dimensions.</param>
public sealed record LeaderboardLine(string ModelName, IReadOnlyDictionary<SocialDimension, double> Means)
{
    private static readonly (string Abbreviation, SocialDimension Dimension)[] Columns =
    [
        ("SOC", SocialDimension.SocialRules),
        ("SEC", SocialDimension.Secret),
        ("FIN", SocialDimension.FinancialAndMaterialBenefits),
        ("REL", SocialDimension.Relationship),
        ("KNO", SocialDimension.Knowledge),
        ("GOAL", SocialDimension.Goal),
        ("BEL", SocialDimension.Believability),
    ];

    /// <summary>Writes the line.</summary>
    /// <returns>The JSON without a line end, the dimensions in the leaderboard's order.</returns>
    /// <exception cref="KeyNotFoundException">A dimension has no mean.</exception>
    public string Write()
    {
        JsonObject json = new() { ["model_name"] = ModelName };
        foreach ((string abbreviation, SocialDimension dimension) in Columns)
        {
            json[Key(abbreviation, dimension)] = Means[dimension];
        }

        return PythonJson.Write(json);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line as JSON.</param>
    /// <returns>The line.</returns>
    /// <exception cref="RecordFormatException">The name or a dimension is missing.</exception>
    public static LeaderboardLine Read(JsonElement line)
    {
        JsonFields fields = new(line);
        return new LeaderboardLine(fields.Text("model_name"), Columns.ToDictionary(column => column.Dimension, column => fields.Number(Key(column.Abbreviation, column.Dimension))));
    }

    private static string Key(string abbreviation, SocialDimension dimension) =>
        string.Create(CultureInfo.InvariantCulture, $"{abbreviation} [{dimension.Minimum}, {dimension.Maximum}]");
}
