using System.Globalization;
using CsvHelper;

namespace SotopiaPi;

/// <summary>A table in which a person accepts or rejects situations before they are used: one row each, <c>accept</c> or <c>reject</c> in the column <c>decision</c>.</summary>
public static class TaskReview
{
    private static readonly string[] Start = ["decision", "note", "id", "source", "relationship", "age_constraint", "occupation_constraint", "scenario"];

    private static readonly CsvWriterOptions Format = TableFormat.ForPeople with { ValidateFieldCount = false };

    /// <summary>Writes the table, with decisions that it held already.</summary>
    /// <param name="path">The file, a <c>.csv</c>.</param>
    /// <param name="environments">The situations.</param>
    /// <exception cref="RecordFormatException">The file is there but is not such a table, or a decision is neither word; it is untouched.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<EnvironmentProfile> environments)
    {
        ArgumentNullException.ThrowIfNull(environments);
        Dictionary<string, (bool? Accepted, string Note)> decided = File.Exists(path) ? ReadAll(path) : [];
        int goals = environments.Select(environment => environment.Goals.Count).DefaultIfEmpty(2).Max();
        AtomicFile.Write(path, stream =>
        {
            using CsvWriter csv = CsvWriter.Create(stream, Format, leaveOpen: true);
            csv.WriteRecord([.. Start, .. Enumerable.Range(1, goals).Select(goal => string.Create(CultureInfo.InvariantCulture, $"goal_{goal}"))]);
            foreach (EnvironmentProfile environment in environments)
            {
                (bool? accepted, string note) = decided.GetValueOrDefault(environment.Id, (null, ""));
                csv.WriteRecord(
                [
                    accepted switch { true => "accept", false => "reject", null => "" }, note, environment.Id, environment.Source, environment.Relationship.ToString(),
                    environment.AgeConstraint ?? "", environment.OccupationConstraint ?? "", environment.Scenario, .. environment.Goals,
                ]);
            }
        });
    }

    /// <summary>Gives the situations that were accepted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environments">The situations.</param>
    /// <returns>Those with <c>accept</c> in their row, in order.</returns>
    /// <exception cref="InvalidOperationException">Some are undecided; the message names them.</exception>
    /// <exception cref="RecordFormatException">The file is not such a table, or a decision is neither word.</exception>
    public static IReadOnlyList<EnvironmentProfile> Accepted(string path, IReadOnlyList<EnvironmentProfile> environments)
    {
        ArgumentNullException.ThrowIfNull(environments);
        Dictionary<string, (bool? Accepted, string Note)> decided = ReadAll(path);
        EnvironmentProfile[] undecided = [.. environments.Where(environment => decided.GetValueOrDefault(environment.Id).Accepted is null)];
        return undecided.Length == 0
            ? [.. environments.Where(environment => decided[environment.Id].Accepted == true)]
            : throw new InvalidOperationException($"{undecided.Length} of {environments.Count} situations are not decided in '{path}' (first: '{undecided[0].Id}'): write accept or reject into the column decision of each row.");
    }

    private static Dictionary<string, (bool? Accepted, string Note)> ReadAll(string path)
    {
        using CsvReader csv = CsvReader.FromFile(path);
        if (!Start.All(column => csv.TryGetFieldIndex(column, out _)))
        {
            throw new RecordFormatException($"'{path}' is not a table of situations to review: wanted the columns {string.Join(", ", Start)}.");
        }

        Dictionary<string, (bool?, string)> decided = new(StringComparer.Ordinal);
        while (csv.Read())
        {
            string decision = csv.GetString("decision").Trim();
            decided[csv.GetString("id")] = (decision.ToLowerInvariant() switch
            {
                "accept" => true,
                "reject" => false,
                "" => null,
                _ => throw new RecordFormatException("decision", $"found \"{decision}\" in row {csv.RowNumber} of '{path}', wanted accept, reject or nothing"),
            }, csv.GetString("note"));
        }

        return decided;
    }
}
