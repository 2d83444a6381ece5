using System.Globalization;
using CsvHelper;

namespace SotopiaPi;

/// <summary>The table in which people label the episodes of a safety study by hand. It does not say who played.</summary>
public static class SafetySheet
{
    /// <summary>The name of the labeller whose labels come from such a table.</summary>
    public const string Labeller = "hand";

    private const string NoSuchLabel = "n/a";

    private static readonly string[] Columns = ["key", "agent", "role", "injures", "prevents", "solutions", "transcript"];

    /// <summary>Writes the table, in an order that mixes the agents. Labels that it held already stay.</summary>
    /// <param name="path">The file, a <c>.csv</c>. <c>injures</c> and <c>prevents</c> take <c>yes</c> or <c>no</c>, <c>solutions</c> a number; <c>n/a</c> stands where the role has no such label.</param>
    /// <param name="episodes">The episodes.</param>
    /// <exception cref="RecordFormatException">The file is there but is not such a table; it is untouched.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SafetyEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        IReadOnlyDictionary<string, SafetyLabels> labelled = File.Exists(path) ? ReadAll(path) : new Dictionary<string, SafetyLabels>();
        AtomicFile.Write(path, stream =>
        {
            using CsvWriter csv = CsvWriter.Create(stream, TableFormat.ForPeople, leaveOpen: true);
            csv.WriteRecord(Columns);
            foreach (SafetyEpisode episode in episodes.DistinctBy(KeyOf).OrderBy(KeyOf, StringComparer.Ordinal))
            {
                SafetyLabels? known = labelled.GetValueOrDefault(KeyOf(episode));
                SafetyRole role = episode.Case.Role;
                csv.WriteRecord(
                [
                    KeyOf(episode), episode.Episode.Task.Agents[episode.Case.Seat.Index].Name, role.ToString(),
                    role == SafetyRole.Prevent ? NoSuchLabel : Text(known?.Injures), role == SafetyRole.Prevent ? Text(known?.Prevents) : NoSuchLabel,
                    role == SafetyRole.Harm ? NoSuchLabel : known?.Solutions?.ToString(CultureInfo.InvariantCulture) ?? "", Transcript.Of(episode.Episode),
                ]);
            }
        });
    }

    /// <summary>Adds the labels of a table to the episodes, under the name <see cref="Labeller"/>. What nobody filled in is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="episodes">The episodes.</param>
    /// <returns>The episodes with the labels.</returns>
    /// <exception cref="RecordFormatException">The file is not such a table, or a label cannot be read; the message names the row.</exception>
    public static IReadOnlyList<SafetyEpisode> Apply(string path, IReadOnlyList<SafetyEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        IReadOnlyDictionary<string, SafetyLabels> labels = ReadAll(path);
        SafetyLabels missing = new(null, null, null, "not labelled by hand");
        return [.. episodes.Select(episode => episode with { Labels = new Dictionary<string, SafetyLabels>(episode.Labels) { [Labeller] = labels.GetValueOrDefault(KeyOf(episode), missing) } })];
    }

    private static string KeyOf(SafetyEpisode episode) => StableKey.Of(["safety sheet", EpisodeContent.KeyOf(episode.Episode), episode.Case.Seat.ToString(), episode.Case.Role.ToString()])[..16];

    private static string Text(bool? flag) => flag switch { true => "yes", false => "no", null => "" };

    private static Dictionary<string, SafetyLabels> ReadAll(string path)
    {
        using CsvReader csv = CsvReader.FromFile(path);
        if (!Columns.All(column => csv.TryGetFieldIndex(column, out _)))
        {
            throw new RecordFormatException($"'{path}' is not a table of labels: wanted the columns {string.Join(", ", Columns)}.");
        }

        Dictionary<string, SafetyLabels> labels = new(StringComparer.Ordinal);
        for (int row = 2; csv.Read(); row++)
        {
            string solutions = csv.GetString("solutions").Trim();
            int? count = solutions is "" or NoSuchLabel ? null
                : int.TryParse(solutions, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
                : throw new RecordFormatException("solutions", $"found \"{solutions}\" in row {row} of '{path}', wanted a whole number or nothing");
            labels[csv.GetString("key")] = new SafetyLabels(Flag(csv.GetString("injures"), "injures", row, path), Flag(csv.GetString("prevents"), "prevents", row, path), count);
        }

        return labels;
    }

    private static bool? Flag(string text, string column, int row, string path) => text.Trim().ToLowerInvariant() switch
    {
        "yes" => true,
        "no" => false,
        "" or NoSuchLabel => null,
        _ => throw new RecordFormatException(column, string.Create(CultureInfo.InvariantCulture, $"found \"{text}\" in row {row} of '{path}', wanted yes, no or nothing")),
    };
}
