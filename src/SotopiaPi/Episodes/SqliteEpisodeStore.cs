using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace SotopiaPi;

/// <summary>
/// Keeps records in one SQLite file (write-ahead log), indexed by tag, task, environment, characters and models. Thread-safe; several processes may use a file.
/// Records that arrive together are committed together; an append returns after its commit.
/// </summary>
public sealed class SqliteEpisodeStore : IEpisodeStore, IAsyncDisposable
{
    private const int BatchSize = 128;
    private const int PageSize = 64;

    private readonly string _connectionString;
    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(4 * BatchSize);
    private readonly Task _writer;

    private SqliteEpisodeStore(string path, string connectionString)
    {
        Path = path;
        _connectionString = connectionString;
        _writer = Task.Run(WriteAllAsync);
    }

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; }

    /// <summary>Opens a store; the file is made when it does not exist.</summary>
    /// <param name="path">The path; its folder must exist.</param>
    /// <returns>The store.</returns>
    /// <exception cref="EpisodeStoreException">The file cannot be opened or is not an episode store.</exception>
    public static SqliteEpisodeStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string connectionString = new SqliteConnectionStringBuilder { DataSource = System.IO.Path.GetFullPath(path), DefaultTimeout = 60 }.ToString();
        try
        {
            using SqliteConnection connection = Connect(connectionString);
            SqliteSchema.Ensure(connection);
        }
        catch (SqliteException e)
        {
            SqliteConnection.ClearPool(new SqliteConnection(connectionString));
            throw SqliteErrors.Explain(path, e);
        }

        return new SqliteEpisodeStore(path, connectionString);
    }

    /// <inheritdoc/>
    /// <exception cref="EpisodeStoreException">The file cannot be written, e.g. because the disk is full; nothing of the record is kept.</exception>
    public async ValueTask<bool> TryAppendAsync(EpisodeRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        Waiting waiting = new(SqliteRow.Of(record));
        try
        {
            await _queue.Writer.WriteAsync(waiting, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteEpisodeStore));
        }

        return await waiting.Added.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EpisodeRecord> QueryAsync(EpisodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await Task.CompletedTask.ConfigureAwait(false);
        long last = 0;
        List<(long Id, byte[] Json)> page;
        do
        {
            // Page by page: no read transaction stays open while the caller works, so that the log does not grow.
            page = ReadPage(query, last);
            EpisodeRecord[] records = new EpisodeRecord[page.Count];
            Parallel.For(0, page.Count, i => records[i] = EpisodeJson.Read(page[i].Json, query.OmitReplies));
            foreach (EpisodeRecord record in records)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }

            last = page.Count == 0 ? last : page[^1].Id;
        }
        while (page.Count == PageSize);
    }

    /// <summary>Lists episodes without their turns: much faster than <see cref="QueryAsync"/>.</summary>
    /// <param name="query">The conditions; <see cref="EpisodeQuery.Judge"/> has no effect.</param>
    /// <returns>The summaries in the order in which the episodes were appended.</returns>
    public IReadOnlyList<EpisodeSummary> List(EpisodeQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Using(connection =>
        {
            using SqliteCommand command = SqliteQuery.Summaries(connection, query);
            using SqliteDataReader reader = command.ExecuteReader();
            return SqliteSummaries.Read(reader);
        });
    }

    /// <summary>Notes under which licence a data set stands whose records are in the store; what was noted under the same name is replaced.</summary>
    /// <param name="licence">The data set and its licence.</param>
    /// <exception cref="EpisodeStoreException">The file cannot be written.</exception>
    public void NoteLicence(DataSetLicence licence)
    {
        ArgumentNullException.ThrowIfNull(licence);
        Using(connection =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "INSERT OR REPLACE INTO licences (name, licence) VALUES ($name, $licence)";
            command.Parameters.AddWithValue("$name", licence.Name);
            command.Parameters.AddWithValue("$licence", licence.Licence);
            return command.ExecuteNonQuery();
        });
    }

    /// <summary>Lists the licences of the data sets in the store; exports repeat them.</summary>
    /// <returns>The licences by the name of their data set; empty when none was noted.</returns>
    public IReadOnlyList<DataSetLicence> Licences() => Using(connection =>
    {
        List<DataSetLicence> licences = [];
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name, licence FROM licences ORDER BY name";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            licences.Add(new DataSetLicence(reader.GetString(0), reader.GetString(1)));
        }

        return licences;
    });

    /// <summary>Finishes the writes that wait and closes the file.</summary>
    /// <returns>A task that ends when the file is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using SqliteConnection connection = new(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private List<(long Id, byte[] Json)> ReadPage(EpisodeQuery query, long after) => Using(connection =>
    {
        List<(long, byte[])> page = new(PageSize);
        using SqliteCommand command = SqliteQuery.Records(connection, query, after, PageSize);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            page.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        return page;
    });

    private T Using<T>(Func<SqliteConnection, T> use)
    {
        try
        {
            using SqliteConnection connection = Connect(_connectionString);
            return use(connection);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(Path, e);
        }
    }

    private async Task WriteAllAsync()
    {
        List<Waiting> batch = new(BatchSize);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < BatchSize && _queue.Reader.TryRead(out Waiting? waiting))
            {
                batch.Add(waiting);
            }

            Write(batch);
            batch.Clear();
        }
    }

    private void Write(List<Waiting> batch)
    {
        try
        {
            using SqliteConnection connection = Connect(_connectionString);
            using SqliteAppender appender = new(connection);
            bool[] added = appender.Append([.. batch.Select(waiting => waiting.Row)]);
            for (int i = 0; i < added.Length; i++)
            {
                batch[i].Added.SetResult(added[i]);
            }
        }
        catch (Exception e)
        {
            Exception explained = e is SqliteException error ? SqliteErrors.Explain(Path, error) : e;
            batch.ForEach(waiting => waiting.Added.TrySetException(explained));
        }
    }

    private static SqliteConnection Connect(string connectionString)
    {
        SqliteConnection connection = new(connectionString);
        connection.Open();
        SqliteSchema.Execute(connection, "PRAGMA synchronous = NORMAL");
        return connection;
    }

    private sealed record Waiting(SqliteRow Row)
    {
        public TaskCompletionSource<bool> Added { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
