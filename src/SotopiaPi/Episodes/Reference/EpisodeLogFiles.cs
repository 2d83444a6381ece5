using System.Text.Json;

namespace SotopiaPi;

/// <summary>An episode log and where it was found.</summary>
/// <param name="File">The path of the file, or the server.</param>
/// <param name="Record">Which record of it, e.g. <c>line 3</c>.</param>
/// <param name="Log">The log.</param>
public sealed record FiledEpisodeLog(string File, string Record, EpisodeLog Log);

/// <summary>Reads episode logs of files: stored ones of any version, or lines of the published file. A malformed record is reported and stops nothing.</summary>
public static class EpisodeLogFiles
{
    private const string Class = "EpisodeLog";

    /// <summary>Reads a document, in either form.</summary>
    /// <param name="json">A stored log (<c>pk</c> …) or a published line (<c>episode_id</c> …).</param>
    /// <returns>The log.</returns>
    /// <exception cref="RecordFormatException">The document is malformed; the message names the field.</exception>
    public static EpisodeLog Read(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("episode_id", out _)
        ? EpisodeLines.Read(json)
        : ReferenceDocument.ReadEpisodeLog(json);

    /// <summary>Reads a file: JSON lines, a list, one log, or an export of Redis (other classes are passed over).</summary>
    /// <param name="file">The file.</param>
    /// <param name="problems">Gets the records that were left out.</param>
    /// <returns>The logs in the order of the file; read as they are asked for.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<FiledEpisodeLog> ReadFile(string file, ICollection<RecordProblem> problems)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(problems);
        foreach (FileRecord record in RecordFile.Read(file, problems.Add))
        {
            bool isLog = record.Key is null || !RedisKeys.TryParse(record.Key, out string recordClass, out _) || recordClass == Class;
            if (isLog && ReadOne(file, record, problems) is { } log)
            {
                yield return new FiledEpisodeLog(file, record.Name, log);
            }
        }
    }

    /// <summary>Reads a folder: <c>*episodes*.jsonl</c>, the local storage's <c>EpisodeLog/ID.json</c>, and exports of Redis.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="problems">Gets the records that were left out.</param>
    /// <returns>The logs, file by file.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IEnumerable<FiledEpisodeLog> ReadFolder(string folder, ICollection<RecordProblem> problems)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(problems);
        string own = Path.Combine(folder, Class);
        IEnumerable<string> published = Directory.EnumerateFiles(folder, "*episodes*.jsonl").Order(StringComparer.Ordinal);
        IEnumerable<string> stored = Directory.Exists(own) ? Directory.EnumerateFiles(own, "*.json").Order(StringComparer.Ordinal) : [];
        IEnumerable<string> exported = Directory.EnumerateFiles(folder, "*.json").Where(RedisKeys.IsExport).Order(StringComparer.Ordinal);
        return published.Concat(stored).Concat(exported).SelectMany(file => ReadFile(file, problems));
    }

    private static EpisodeLog? ReadOne(string file, FileRecord record, ICollection<RecordProblem> problems)
    {
        try
        {
            return Read(record.Json);
        }
        catch (RecordFormatException e)
        {
            problems.Add(new RecordProblem(file, record.Name, e.Field, e.Message));
            return null;
        }
    }
}
