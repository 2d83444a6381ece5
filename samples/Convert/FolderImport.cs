namespace SotopiaPi.Samples.Conversion;

/// <summary>What came of an import.</summary>
internal sealed record FolderImport(int Added, int Known, IReadOnlyList<RecordProblem> Problems)
{
    public static async Task<FolderImport> RunAsync(DirectoryInfo folder, FileInfo target, CancellationToken cancellationToken)
    {
        ProfileFolder profiles = ProfileFolder.Read(folder.FullName);
        Dictionary<string, EnvironmentProfile> environments = profiles.Environments.DistinctBy(environment => environment.Id).ToDictionary(environment => environment.Id);
        Dictionary<string, AgentProfile> agents = profiles.Agents.DistinctBy(agent => agent.Id).ToDictionary(agent => agent.Id);
        List<RecordProblem> problems = [.. profiles.Problems];
        (int added, int known) = (0, 0);
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(target.FullName);
        foreach (string file in Directory.EnumerateFiles(folder.FullName, "*episodes*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach ((string row, EpisodeLog log) in EpisodeFile.Read(file, problems))
            {
                try
                {
                    Episode episode = EpisodeLogReader.Read(log, environments.GetValueOrDefault, agents.GetValueOrDefault);
                    bool isNew = await store.TryAppendAsync(episode, cancellationToken);
                    await store.TryAppendAsync(RatingStored.Of(episode.Key, RatingOf(log)), cancellationToken);
                    (added, known) = isNew ? (added + 1, known) : (added, known + 1);
                }
                catch (RecordFormatException e)
                {
                    problems.Add(new RecordProblem(Path.GetFileName(file), row, e.Field, e.Message));
                }
            }
        }

        return new FolderImport(added, known, problems);
    }

    private static EpisodeRating RatingOf(EpisodeLog log) => new(
        LogScores.Judge(log),
        Enumerable.Range(0, log.AgentIds.Count).ToDictionary(index => new Seat(index), index => (IReadOnlyDictionary<SocialDimension, Score>)LogScores.Of(log.Rewards[index])),
        null);
}
