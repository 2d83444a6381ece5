using Microsoft.Data.Sqlite;

namespace SotopiaPi;

/// <summary>The statements that append a record, prepared once for a connection. Not thread-safe.</summary>
internal sealed class SqliteAppender : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _episode;
    private readonly SqliteCommand _player;

    public SqliteAppender(SqliteConnection connection)
    {
        _connection = connection;
        _record = Prepare("INSERT OR IGNORE INTO records (key, episode_key, judge, json) VALUES ($key, $episode, $judge, $json)", "$key", "$episode", "$judge", "$json");
        _episode = Prepare("INSERT OR IGNORE INTO episodes (key, task, environment, tag, turns, ended) VALUES ($key, $task, $environment, $tag, $turns, $ended) RETURNING id", "$key", "$task", "$environment", "$tag", "$turns", "$ended");
        _player = Prepare("INSERT INTO players (episode, seat, agent, role, client, adapter) VALUES ($episode, $seat, $agent, $role, $client, $adapter)", "$episode", "$seat", "$agent", "$role", "$client", "$adapter");
    }

    /// <summary>Appends records in one transaction.</summary>
    /// <returns>For each whether it was new.</returns>
    public bool[] Append(IReadOnlyList<SqliteRow> rows)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
        foreach (SqliteCommand command in new[] { _record, _episode, _player })
        {
            command.Transaction = transaction;
        }

        bool[] added = [.. rows.Select(Append)];
        transaction.Commit();
        return added;
    }

    public void Dispose()
    {
        _record.Dispose();
        _episode.Dispose();
        _player.Dispose();
    }

    private bool Append(SqliteRow row)
    {
        Set(_record, row.Key, row.EpisodeKey, row.Judge, row.Json);
        if (_record.ExecuteNonQuery() == 0)
        {
            return false;
        }

        if (row.Summary is { } summary)
        {
            Set(_episode, summary.Key, summary.TaskKey, summary.EnvironmentId, summary.Tag, summary.Turns, summary.End?.Name);
            if (_episode.ExecuteScalar() is long id)
            {
                for (int seat = 0; seat < summary.Players.Count; seat++)
                {
                    EpisodePlayer player = summary.Players[seat];
                    Set(_player, id, seat, player.AgentId, player.Role, player.Model?.Client, player.Model?.Adapter);
                    _player.ExecuteNonQuery();
                }
            }
        }

        return true;
    }

    private SqliteCommand Prepare(string sql, params string[] names)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (string name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static void Set(SqliteCommand command, params object?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}

/// <summary>A record as a row; the summary is that of an episode, <see langword="null"/> for a rating.</summary>
internal sealed record SqliteRow(string Key, string EpisodeKey, string? Judge, byte[] Json, EpisodeSummary? Summary)
{
    public static SqliteRow Of(EpisodeRecord record) => record switch
    {
        EpisodeStored stored => new SqliteRow(stored.Key, stored.Episode.Key, null, EpisodeJson.Write(stored), EpisodeSummary.Of(stored.Episode)),
        RatingStored rating => new SqliteRow(rating.Key, rating.EpisodeKey, rating.Judge, EpisodeJson.Write(rating), null),
        _ => throw new NotSupportedException($"A record of the type {record.GetType().Name} cannot be stored: only {nameof(EpisodeStored)} and {nameof(RatingStored)} can."),
    };
}
