using Microsoft.Data.Sqlite;

namespace SotopiaPi;

/// <summary>Explains SQLite's errors.</summary>
internal static class SqliteErrors
{
    public static EpisodeStoreException Explain(string path, SqliteException error) => new(
        error.SqliteErrorCode switch
        {
            8 => $"The episode store '{path}' can only be read: name a file that can be written.",
            11 or 26 => $"The file '{path}' is damaged or not an episode store ({error.Message}): restore it from a copy, or name another file.",
            13 => $"There is no room to write the episode store '{path}'. What was written before is kept; make room and start again.",
            14 => $"The episode store '{path}' cannot be opened: its folder must exist, and the file must be readable and writable.",
            5 or 6 => $"The episode store '{path}' was locked by another process for too long: close that process, or name another file.",
            _ => $"The episode store '{path}' failed: {error.Message}",
        },
        error);
}
