using System.Globalization;
using CsvHelper;

namespace SotopiaPi;

/// <summary>Reads gold scores of a trial: what people of one's own gave.</summary>
public static class GoldScores
{
    /// <summary>The judge's name of the ratings.</summary>
    public const string Judge = "gold";

    /// <summary>Reads tables with the columns <c>item</c>, <c>seat</c> (from 1), <c>dimension</c> and <c>score</c>, e.g. filled tables of <see cref="RaterSheet"/>; scores of the same thing are averaged.</summary>
    /// <param name="files">The tables.</param>
    /// <returns>For each item the gold scores.</returns>
    /// <exception cref="RecordFormatException">A file is not such a table, or a score is no number; the message names the row.</exception>
    public static IReadOnlyDictionary<string, EpisodeRating> Read(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        (string Item, int Seat, string Dimension, double Score)[] rows = [.. files.SelectMany(Rows)];
        return rows.GroupBy(row => row.Item).ToDictionary(item => item.Key, item => new EpisodeRating(
            Judge,
            item.GroupBy(row => new Seat(row.Seat - 1)).ToDictionary(
                seat => seat.Key,
                seat => (IReadOnlyDictionary<SocialDimension, Score>)seat.GroupBy(row => SocialDimension.Named(row.Dimension)).ToDictionary(dimension => dimension.Key, dimension => Score.Of(dimension.Average(row => row.Score)))),
            null));
    }

    private static List<(string Item, int Seat, string Dimension, double Score)> Rows(string file)
    {
        using CsvReader csv = CsvReader.FromFile(file);
        string? absent = ((string[])["item", "seat", "dimension", "score"]).FirstOrDefault(column => !csv.TryGetFieldIndex(column, out _));
        if (absent is not null)
        {
            throw new RecordFormatException($"'{file}' has no column '{absent}': gold scores are read from tables with the columns item, seat, dimension and score.");
        }

        List<(string, int, string, double)> rows = [];
        for (int row = 2; csv.Read(); row++)
        {
            string score = csv.GetString("score").Trim();
            if (csv.GetString("dimension").Length == 0 || score.Length == 0)
            {
                continue;
            }

            rows.Add(double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && int.TryParse(csv.GetString("seat"), NumberStyles.None, CultureInfo.InvariantCulture, out int seat)
                ? (csv.GetString("item"), seat, csv.GetString("dimension"), number)
                : throw new RecordFormatException($"'{file}', row {row}: found the seat '{csv.GetString("seat")}' and the score '{score}', wanted numbers."));
        }

        return rows;
    }
}
