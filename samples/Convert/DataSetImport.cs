namespace SotopiaPi.Samples.Conversion;

/// <summary>What came of an import.</summary>
internal sealed record DataSetImport(int Added, int Known, ProfileFolder Profiles, DataSetLicence Licence, IReadOnlyList<RecordProblem> Problems)
{
    public int ProfileCount => Profiles.Agents.Count + Profiles.Environments.Count + Profiles.Relationships.Count + Profiles.Combinations.Count;

    /// <summary>Brings episodes into a store and profiles into a folder beside it; the licence goes with both.</summary>
    public static async Task<DataSetImport> RunAsync(IDataSet data, FileInfo target, DirectoryInfo profilesFolder, string? licence, CancellationToken cancellationToken)
    {
        ProfileFolder profiles = await data.ReadProfilesAsync(cancellationToken);
        DataSetLicence kept = new(data.Name, licence ?? data.Licence ?? LicenceText.Unknown);
        List<RecordProblem> problems = [.. profiles.Problems];
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(target.FullName);
        store.NoteLicence(kept);
        DataSetImport import = new(0, 0, profiles, kept, problems);
        if (import.ProfileCount > 0)
        {
            ReferenceFiles.WriteStoredLines(profilesFolder.FullName, profiles);
            StoreExport.WriteLicences(profilesFolder.FullName, [kept]);
        }

        (int added, int known) = await AppendAsync(data, profiles, store, problems, cancellationToken);
        return import with { Added = added, Known = known };
    }

    private static async Task<(int Added, int Known)> AppendAsync(IDataSet data, ProfileFolder profiles, SqliteEpisodeStore store, List<RecordProblem> problems, CancellationToken cancellationToken)
    {
        Dictionary<string, EnvironmentProfile> environments = profiles.Environments.DistinctBy(environment => environment.Id).ToDictionary(environment => environment.Id);
        Dictionary<string, AgentProfile> agents = profiles.Agents.DistinctBy(agent => agent.Id).ToDictionary(agent => agent.Id);
        (int added, int known) = (0, 0);
        await foreach ((string file, string row, EpisodeLog log) in data.ReadEpisodesAsync(problems, cancellationToken))
        {
            try
            {
                Episode episode = EpisodeLogReader.Read(log, environments.GetValueOrDefault, agents.GetValueOrDefault);
                bool isNew = await store.TryAppendAsync(episode, cancellationToken);
                await store.TryAppendAsync(RatingStored.Of(episode.Key, LogScores.RatingOf(log)), cancellationToken);
                (added, known) = isNew ? (added + 1, known) : (added, known + 1);
            }
            catch (RecordFormatException e)
            {
                problems.Add(new RecordProblem(file, row, e.Field, e.Message));
            }
        }

        return (added, known);
    }
}
