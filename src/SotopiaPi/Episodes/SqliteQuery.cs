using Microsoft.Data.Sqlite;

namespace SotopiaPi;

/// <summary>Turns conditions into SQL.</summary>
internal static class SqliteQuery
{
    /// <summary>The next records after an id, oldest first.</summary>
    public static SqliteCommand Records(SqliteConnection connection, EpisodeQuery query, long after, int limit)
    {
        SqliteCommand command = connection.CreateCommand();
        List<string> conditions = ["id > $after"];
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$limit", limit);
        if (query.Kind is { } kind)
        {
            conditions.Add(kind == EpisodeRecordKind.Episode ? "judge IS NULL" : "judge IS NOT NULL");
        }

        Add(command, conditions, "(judge IS NULL OR judge = $judge)", "$judge", query.Judge);
        Add(command, conditions, "episode_key = $key", "$key", query.EpisodeKey);
        List<string> episode = EpisodeConditions(command, query);
        if (episode.Count > 0)
        {
            conditions.Add($"episode_key IN (SELECT key FROM episodes WHERE {string.Join(" AND ", episode)})");
        }

        command.CommandText = $"SELECT id, json FROM records WHERE {string.Join(" AND ", conditions)} ORDER BY id LIMIT $limit";
        return command;
    }

    /// <summary>The summaries of episodes, one row for each player.</summary>
    public static SqliteCommand Summaries(SqliteConnection connection, EpisodeQuery query)
    {
        SqliteCommand command = connection.CreateCommand();
        List<string> conditions = EpisodeConditions(command, query);
        Add(command, conditions, "key = $key", "$key", query.EpisodeKey);
        string where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        command.CommandText = $"SELECT e.id, e.key, e.task, e.environment, e.tag, e.turns, e.ended, p.agent, p.role, p.client, p.adapter FROM (SELECT * FROM episodes {where}) e JOIN players p ON p.episode = e.id ORDER BY e.id, p.seat";
        return command;
    }

    private static List<string> EpisodeConditions(SqliteCommand command, EpisodeQuery query)
    {
        List<string> conditions = [];
        Add(command, conditions, "tag = $tag", "$tag", query.Tag);
        Add(command, conditions, "task = $task", "$task", query.TaskKey);
        Add(command, conditions, "id IN (SELECT episode FROM players WHERE agent = $agent)", "$agent", query.AgentId);
        if (query.Model is { } model)
        {
            Add(command, conditions, "id IN (SELECT episode FROM players WHERE client = $client AND adapter IS $adapter)", "$client", model.Client);
            command.Parameters.AddWithValue("$adapter", (object?)model.Adapter ?? DBNull.Value);
        }

        return conditions;
    }

    private static void Add(SqliteCommand command, List<string> conditions, string condition, string name, string? value)
    {
        if (value is not null)
        {
            conditions.Add(condition);
            command.Parameters.AddWithValue(name, value);
        }
    }
}
