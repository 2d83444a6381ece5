using System.Runtime.CompilerServices;

namespace SotopiaPi.Samples.Conversion;

/// <summary>Writes the episodes of a store in the reference's formats, with the licences of what was brought into it.</summary>
internal sealed class StoreExport(SqliteEpisodeStore store, EpisodeQuery query, ReferenceVersion version)
{
    public const string LicenceFile = "LICENCE.txt";

    private readonly List<RecordProblem> _problems = [];

    public IReadOnlyList<RecordProblem> Problems => _problems;

    /// <summary>Writes into a folder.</summary>
    /// <returns>The number of episodes.</returns>
    public async Task<int> WriteAsync(string folder, string format, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        int count = format switch
        {
            "logs" => await WriteLogsAsync(Path.Combine(folder, "episodes.jsonl"), cancellationToken),
            "published" => WriteLines(Path.Combine(folder, "episodes.jsonl"), Episodes(cancellationToken)),
            _ => WriteDocuments(folder, format, Episodes(cancellationToken)),
        };
        WriteLicences(folder, store.Licences());
        return count;
    }

    public static void WriteLicences(string folder, IReadOnlyList<DataSetLicence> licences)
    {
        if (licences.Count > 0)
        {
            AtomicFile.WriteAllText(Path.Combine(folder, LicenceFile), string.Join("\n\n", licences.Select(data => $"Data set: {data.Name}\nLicence: {data.Licence}")) + "\n");
        }
    }

    private async Task<int> WriteLogsAsync(string file, CancellationToken cancellationToken)
    {
        await using FileStream output = File.Create(file);
        return await EpisodeLogExport.WriteAsync(store, query, output, version, cancellationToken);
    }

    private int WriteLines(string file, IEnumerable<(EpisodeLog Log, SocialTask Task)> episodes)
    {
        int count = 0;
        AtomicFile.Write(file, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" };
            foreach ((EpisodeLog log, SocialTask task) in episodes)
            {
                try
                {
                    writer.WriteLine(EpisodeLines.Write(log, task));
                    count++;
                }
                catch (RecordFormatException e)
                {
                    _problems.Add(new RecordProblem(store.Path, $"episode '{log.Id}'", e.Field, e.Message));
                }
            }
        });
        return count;
    }

    private int WriteDocuments(string folder, string format, IEnumerable<(EpisodeLog Log, SocialTask Task)> episodes)
    {
        int count = 0;
        IEnumerable<ReferenceDocument> documents = Documents(episodes.Select(episode =>
        {
            count++;
            return episode;
        }));
        _ = format == "local" ? ReferenceFiles.WriteLocal(folder, documents) : ReferenceFiles.WriteRedisExport(Path.Combine(folder, "redis.json"), documents);
        return count;
    }

    /// <summary>The logs, then the profiles that they are about.</summary>
    private IEnumerable<ReferenceDocument> Documents(IEnumerable<(EpisodeLog Log, SocialTask Task)> episodes)
    {
        Dictionary<string, AgentProfile> agents = [];
        Dictionary<string, EnvironmentProfile> environments = [];
        foreach ((EpisodeLog log, SocialTask task) in episodes)
        {
            environments.TryAdd(task.Environment.Id, task.Environment);
            foreach (AgentProfile agent in task.Agents)
            {
                agents.TryAdd(agent.Id, agent);
            }

            yield return ReferenceDocument.Of(log, version);
        }

        foreach (ReferenceDocument profile in ReferenceFiles.Documents(new ProfileFolder([.. agents.Values], [.. environments.Values], [], [], []), version))
        {
            yield return profile;
        }
    }

    private IEnumerable<(EpisodeLog Log, SocialTask Task)> Episodes(CancellationToken cancellationToken) => EpisodesAsync(cancellationToken).ToBlockingEnumerable(cancellationToken);

    private async IAsyncEnumerable<(EpisodeLog Log, SocialTask Task)> EpisodesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, EpisodeRating> ratings = [];
        await foreach (RatingStored rating in store.QueryAsync(query with { Kind = EpisodeRecordKind.Rating }, cancellationToken).OfType<RatingStored>())
        {
            ratings[rating.EpisodeKey] = rating.Rating;
        }

        await foreach (EpisodeStored stored in store.QueryAsync(query with { Kind = EpisodeRecordKind.Episode, OmitReplies = true }, cancellationToken).OfType<EpisodeStored>())
        {
            yield return (EpisodeLogWriter.Write(stored.Episode, ratings.GetValueOrDefault(stored.Episode.Key)), stored.Episode.Task);
        }
    }
}
