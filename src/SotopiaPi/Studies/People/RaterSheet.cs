using System.Globalization;
using CsvHelper;

namespace SotopiaPi;

/// <summary>The table form of a rater's work, for those who cannot use the page: one row for each score, with empty columns <c>score</c> and <c>reason</c> to fill in.</summary>
public static class RaterSheet
{
    private static readonly string[] Columns = ["study", "rater", "round", "item", "seat", "name", "dimension", "minimum", "maximum", "score", "reason", "question"];

    /// <summary>Writes the table of a rater. The dialogues stand in another one, see <see cref="WriteItems"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="study">The study.</param>
    /// <param name="assignment">The rater and what to rate.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, HumanStudy study, HumanStudyAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(assignment);
        string round = assignment.Round.ToString(CultureInfo.InvariantCulture);
        AtomicFile.Write(path, stream =>
        {
            using CsvWriter csv = CsvWriter.Create(stream, TableFormat.ForPeople, leaveOpen: true);
            csv.WriteRecord(Columns);
            foreach (string step in assignment.Steps)
            {
                foreach (string[] row in study.Find(step) is { } item ? Rows(item) : [Row(study.Checks.First(check => check.Id == step))])
                {
                    csv.WriteRecord([study.Id, assignment.Rater, round, step, .. row]);
                }
            }
        });
    }

    /// <summary>Writes the dialogues that a rater's table is about.</summary>
    /// <param name="path">The file.</param>
    /// <param name="study">The study.</param>
    /// <param name="assignment">The rater; <see langword="null"/> for all items.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteItems(string path, HumanStudy study, HumanStudyAssignment? assignment = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        AtomicFile.Write(path, stream =>
        {
            using CsvWriter csv = CsvWriter.Create(stream, TableFormat.ForPeople, leaveOpen: true);
            csv.WriteRecord(["item", "scenario", "people", "dialogue"]);
            foreach (HumanStudyItem item in study.Items.Where(item => assignment?.Steps.Contains(item.Id) ?? true))
            {
                string people = string.Join("\n\n", item.Scene.Participants.Select(person => $"{person.Name}. {person.Background}\nGoal: {person.Goal}"));
                string dialogue = string.Join('\n', item.Scene.Turns.Select(turn => string.Create(CultureInfo.InvariantCulture, $"{turn.Number}. {turn.Text}")).Append(item.Scene.End));
                csv.WriteRecord([item.Id, item.Scene.Scenario, people, dialogue]);
            }
        });
    }

    internal static ReturnedFile Read(string path)
    {
        using CsvReader csv = CsvReader.FromFile(path);
        string? absent = Columns.Take(11).FirstOrDefault(column => !csv.TryGetFieldIndex(column, out _));
        if (absent is not null)
        {
            throw new RecordFormatException($"'{path}' has no column '{absent}': it is not a rater's table.");
        }

        List<(string Study, string Rater, string Round, string Item, ReturnedMark Mark)> rows = [];
        while (csv.Read())
        {
            _ = int.TryParse(csv.GetString("seat"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int seat);
            rows.Add((csv.GetString("study"), csv.GetString("rater"), csv.GetString("round"), csv.GetString("item"), new ReturnedMark(seat - 1, csv.GetString("dimension"), csv.GetString("score").Trim(), csv.GetString("reason"))));
        }

        if (rows.Select(row => (row.Study, row.Rater, row.Round)).Distinct().Count() != 1 || !int.TryParse(rows[0].Round, NumberStyles.Integer, CultureInfo.InvariantCulture, out int round))
        {
            throw new RecordFormatException($"'{path}' must be the table of one rater and one round: found {rows.Count} rows of {rows.Select(row => (row.Rater, row.Round)).Distinct().Count()}.");
        }

        return new ReturnedFile(
            rows[0].Study,
            rows[0].Rater,
            round,
            [.. rows.Where(row => row.Mark.Dimension.Length > 0).GroupBy(row => row.Item).Select(item => new ReturnedItem(item.Key, false, 0, [.. item.Select(row => row.Mark)]))],
            rows.Where(row => row.Mark.Dimension.Length == 0).GroupBy(row => row.Item).ToDictionary(item => item.Key, item => item.Last().Mark.Score));
    }

    private static IEnumerable<string[]> Rows(HumanStudyItem item) =>
        from seat in Enumerable.Range(0, item.Scene.Participants.Count)
        from dimension in SocialDimension.All
        select new[]
        {
            (seat + 1).ToString(CultureInfo.InvariantCulture), item.Scene.Participants[seat].Name, dimension.Name,
            dimension.Minimum.ToString(CultureInfo.InvariantCulture), dimension.Maximum.ToString(CultureInfo.InvariantCulture), "", "", dimension.Definition,
        };

    private static string[] Row(HumanStudyCheck check) =>
        ["", "", "", check.Minimum.ToString(CultureInfo.InvariantCulture), check.Maximum.ToString(CultureInfo.InvariantCulture), "", "", check.Text];
}
