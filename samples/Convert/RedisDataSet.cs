using System.Runtime.CompilerServices;
using System.Text.Json;
using StackExchange.Redis;

namespace SotopiaPi.Samples.Conversion;

/// <summary>A data set in a running Redis with the JSON module, as the reference keeps it.</summary>
internal sealed class RedisDataSet : IDataSet
{
    private const int PageSize = 500;
    private const int AtOnce = 64;
    private const string EpisodeClass = "EpisodeLog";

    private readonly ConnectionMultiplexer _redis;
    private readonly ILookup<string, string> _keys;

    private RedisDataSet(string name, ConnectionMultiplexer redis, ILookup<string, string> keys)
    {
        Name = name;
        _redis = redis;
        _keys = keys;
    }

    public string Name { get; }

    public string? Licence => null;

    /// <summary>Connects and lists the keys.</summary>
    public static async Task<RedisDataSet> OpenAsync(RedisAddress address, CancellationToken cancellationToken)
    {
        ConnectionMultiplexer redis;
        try
        {
            redis = await ConnectionMultiplexer.ConnectAsync(address.Options).WaitAsync(cancellationToken);
        }
        catch (RedisException e)
        {
            throw new IOException($"No Redis answers at {address}: {e.Message} Start it, or name another one as redis://HOST:PORT/DATABASE.", e);
        }

        List<string> keys = [];
        foreach (IServer server in redis.GetServers().Where(server => server.IsConnected && !server.IsReplica))
        {
            await foreach (RedisKey key in server.KeysAsync(address.Options.DefaultDatabase ?? 0, RedisKeys.Pattern, PageSize).WithCancellation(cancellationToken))
            {
                keys.Add(key!);
            }
        }

        return new RedisDataSet(address.ToString(), redis, keys.Distinct().Order(StringComparer.Ordinal).ToLookup(key => RedisKeys.TryParse(key, out string recordClass, out _) ? recordClass : ""));
    }

    public async Task<ProfileFolder> ReadProfilesAsync(CancellationToken cancellationToken)
    {
        ProfileCollection profiles = new();
        foreach (string recordClass in ProfileCollection.Classes)
        {
            await foreach ((string key, JsonElement json) in DocumentsAsync(recordClass, profiles.Report, cancellationToken))
            {
                profiles.TryAdd(recordClass, Name, $"record '{key}'", json);
            }
        }

        return profiles.ToFolder();
    }

    public async IAsyncEnumerable<FiledEpisodeLog> ReadEpisodesAsync(ICollection<RecordProblem> problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((string key, JsonElement json) in DocumentsAsync(EpisodeClass, problems.Add, cancellationToken))
        {
            FiledEpisodeLog? log = null;
            try
            {
                log = new FiledEpisodeLog(Name, $"record '{key}'", EpisodeLogFiles.Read(json));
            }
            catch (RecordFormatException e)
            {
                problems.Add(new RecordProblem(Name, $"record '{key}'", e.Field, e.Message));
            }

            if (log is not null)
            {
                yield return log;
            }
        }
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private async IAsyncEnumerable<(string Key, JsonElement Json)> DocumentsAsync(string recordClass, Action<RecordProblem> report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string[] keys in _keys[recordClass].Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((string key, JsonElement? json) in await Task.WhenAll(keys.Select(key => GetAsync(key, report))).WaitAsync(cancellationToken))
            {
                if (json is { } document)
                {
                    yield return (key, document);
                }
            }
        }
    }

    private async Task<(string Key, JsonElement? Json)> GetAsync(string key, Action<RecordProblem> report)
    {
        try
        {
            string? text = (string?)await _redis.GetDatabase().ExecuteAsync("JSON.GET", key);
            if (text is not null)
            {
                using JsonDocument document = JsonDocument.Parse(text);
                return (key, document.RootElement.Clone());
            }

            Report(report, key, "it has gone since the keys were listed");
        }
        catch (RedisServerException e) when (e.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException($"The Redis at {Name} has no JSON module, which holds the reference's records: start Redis Stack or Redis 8 with the data ({e.Message}).", e);
        }
        catch (RedisServerException e)
        {
            Report(report, key, e.Message);
        }
        catch (RedisException e)
        {
            throw new IOException($"The Redis at {Name} stopped answering: {e.Message}", e);
        }
        catch (JsonException e)
        {
            Report(report, key, $"it is not JSON: {e.Message}");
        }

        return (key, null);
    }

    private void Report(Action<RecordProblem> report, string key, string message)
    {
        lock (_redis)
        {
            report(new RecordProblem(Name, $"record '{key}'", "", message));
        }
    }
}
