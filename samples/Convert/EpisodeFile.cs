using System.Globalization;
using System.Text.Json;

namespace SotopiaPi.Samples.Conversion;

/// <summary>Reads the episode logs of a file, line by line; a line that cannot be read becomes a problem and stops nothing.</summary>
internal static class EpisodeFile
{
    public static IEnumerable<(string Row, EpisodeLog Log)> Read(string path, ICollection<RecordProblem> problems)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            string row = string.Create(CultureInfo.InvariantCulture, $"line {++number}");
            if (!string.IsNullOrWhiteSpace(line) && ReadLine(path, row, line, problems) is { } log)
            {
                yield return (row, log);
            }
        }
    }

    private static EpisodeLog? ReadLine(string path, string row, string line, ICollection<RecordProblem> problems)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            bool published = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("episode_id", out _);
            return published ? EpisodeLines.Read(document.RootElement) : ReferenceDocument.ReadEpisodeLog(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or RecordFormatException)
        {
            problems.Add(new RecordProblem(Path.GetFileName(path), row, (e as RecordFormatException)?.Field ?? "", e.Message));
            return null;
        }
    }
}
