using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SotopiaPi;

/// <summary>The tables of the SQLite store.</summary>
internal static class SqliteSchema
{
    /// <summary>"SotP" in ASCII: marks a file as an episode store.</summary>
    public const int ApplicationId = 0x536F7450;

    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE episodes (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, task TEXT NOT NULL, environment TEXT NOT NULL, tag TEXT, turns INTEGER NOT NULL, ended TEXT);
        CREATE INDEX episodes_tag ON episodes (tag);
        CREATE INDEX episodes_task ON episodes (task);
        CREATE INDEX episodes_environment ON episodes (environment);
        CREATE TABLE players (
            episode INTEGER NOT NULL, seat INTEGER NOT NULL, agent TEXT NOT NULL, role TEXT NOT NULL, client TEXT, adapter TEXT, PRIMARY KEY (episode, seat)) WITHOUT ROWID;
        CREATE INDEX players_agent ON players (agent);
        CREATE INDEX players_model ON players (client, adapter);
        CREATE TABLE records (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, episode_key TEXT NOT NULL, judge TEXT, json BLOB NOT NULL);
        CREATE INDEX records_episode ON records (episode_key);
        """;

    /// <summary>Came later; programs that do not know it pass it over.</summary>
    private const string Licences = "CREATE TABLE IF NOT EXISTS licences (name TEXT PRIMARY KEY, licence TEXT NOT NULL) WITHOUT ROWID";

    /// <summary>Makes the tables in a new file; refuses a file of another program or of a later version.</summary>
    public static void Ensure(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = WAL");
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        long application = Number(connection, "PRAGMA application_id");
        long version = Number(connection, "PRAGMA user_version");
        if (application == 0 && Number(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            Execute(connection, Tables);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}"));
        }
        else if (application != ApplicationId || version != Version)
        {
            throw new EpisodeStoreException(string.Create(CultureInfo.InvariantCulture, $"The file '{connection.DataSource}' is a SQLite database, but not an episode store of version {Version}: name another file."));
        }

        Execute(connection, Licences);
        transaction.Commit();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
