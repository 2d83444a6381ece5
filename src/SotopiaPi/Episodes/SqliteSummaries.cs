using Microsoft.Data.Sqlite;

namespace SotopiaPi;

/// <summary>Puts the rows of <see cref="SqliteQuery.Summaries"/> together, one row for each player.</summary>
internal static class SqliteSummaries
{
    public static List<EpisodeSummary> Read(SqliteDataReader reader)
    {
        List<EpisodeSummary> summaries = [];
        List<EpisodePlayer> players = [];
        long last = -1;
        while (reader.Read())
        {
            long id = reader.GetInt64(0);
            if (id != last)
            {
                players = [];
                EndReason? end = Text(reader, 6) is { } reason ? new EndReason(reason) : null;
                summaries.Add(new EpisodeSummary(reader.GetString(1), reader.GetString(2), reader.GetString(3), Text(reader, 4), players, reader.GetInt32(5), end));
                last = id;
            }

            players.Add(new EpisodePlayer(reader.GetString(7), reader.GetString(8), Text(reader, 9) is { } client ? new ModelRef(client, Text(reader, 10)) : null));
        }

        return summaries;
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
