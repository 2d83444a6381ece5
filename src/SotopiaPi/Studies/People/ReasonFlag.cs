using System.Globalization;
using CsvHelper;

namespace SotopiaPi;

/// <summary>A person found a rater's reason too vague, or contradicting the score.</summary>
/// <param name="Rater">The rater.</param>
/// <param name="Item">The item.</param>
/// <param name="Flag">What is wrong: <c>vague</c>, <c>contradicts</c> or another word.</param>
public sealed record ReasonFlag(string Rater, string Item, string Flag)
{
    private static readonly string[] Columns = ["flag", "rater", "item", "name", "dimension", "score", "reason"];

    /// <summary>Writes the table of all reasons, with an empty column in which a person who does not know the models flags bad ones. Flags that are there stay.</summary>
    /// <param name="path">The file, a <c>.csv</c>.</param>
    /// <param name="study">The study.</param>
    /// <param name="answers">The answers.</param>
    /// <exception cref="RecordFormatException">The file is there but is not such a table; it is untouched.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, HumanStudy study, IReadOnlyList<HumanStudyAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(answers);
        Dictionary<string, string> flags = File.Exists(path) ? Rows(path).ToDictionary(row => Key(row.Rater, row.Item, row.Name, row.Dimension), row => row.Flag) : [];
        AtomicFile.Write(path, stream =>
        {
            using CsvWriter csv = CsvWriter.Create(stream, TableFormat.ForPeople, leaveOpen: true);
            csv.WriteRecord(Columns);
            foreach (HumanStudyAnswer answer in answers)
            {
                IReadOnlyList<HumanStudyParticipant> people = study.Find(answer.Item)!.Scene.Participants;
                foreach (HumanStudyMark mark in answer.Marks)
                {
                    string name = people[mark.Seat.Index].Name;
                    csv.WriteRecord(
                    [
                        flags.GetValueOrDefault(Key(answer.Rater, answer.Item, name, mark.Dimension.Name), ""), answer.Rater, answer.Item, name, mark.Dimension.Name,
                        mark.Score.ToString(CultureInfo.InvariantCulture), mark.Reason,
                    ]);
                }
            }
        });
    }

    /// <summary>Reads the flags that were set.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One flag for each answer that has at least one.</returns>
    /// <exception cref="RecordFormatException">The file is not such a table.</exception>
    public static IReadOnlyList<ReasonFlag> Read(string path) =>
        [.. from row in Rows(path) where row.Flag.Length > 0 group row by (row.Rater, row.Item) into answer select new ReasonFlag(answer.Key.Rater, answer.Key.Item, answer.First().Flag)];

    private static List<(string Flag, string Rater, string Item, string Name, string Dimension)> Rows(string path)
    {
        using CsvReader csv = CsvReader.FromFile(path);
        if (!Columns.All(column => csv.TryGetFieldIndex(column, out _)))
        {
            throw new RecordFormatException($"'{path}' is not a table of reasons: wanted the columns {string.Join(", ", Columns)}.");
        }

        List<(string, string, string, string, string)> rows = [];
        while (csv.Read())
        {
            rows.Add((csv.GetString("flag").Trim(), csv.GetString("rater"), csv.GetString("item"), csv.GetString("name"), csv.GetString("dimension")));
        }

        return rows;
    }

    private static string Key(params string[] parts) => string.Join('\u001f', parts);
}
