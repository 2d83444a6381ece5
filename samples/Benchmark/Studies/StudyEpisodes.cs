namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Finds the episodes and ratings of a benchmark run.</summary>
internal static class StudyEpisodes
{
    public static async Task<IReadOnlyList<HumanStudyCandidate>> ReadAsync(string run, IReadOnlyList<string> agents, CancellationToken cancellationToken)
    {
        string points = Path.Combine(run, "points.jsonl");
        if (!File.Exists(points))
        {
            throw new FileNotFoundException($"'{run}' holds no benchmark run (no points.jsonl): make one with the verb run first.");
        }

        BenchmarkRow[] rows = [.. BenchmarkRows.Read(points).Where(row => row.Played).DistinctBy(row => row.EpisodeKey)];
        string? unknown = agents.FirstOrDefault(agent => rows.All(row => row.Agent != agent));
        if (unknown is not null)
        {
            throw new ArgumentException($"'{run}' has no agent '{unknown}'; it has {string.Join(", ", rows.Select(row => row.Agent).Distinct())}.");
        }

        Dictionary<string, BenchmarkRow> wanted = rows.Where(row => agents.Count == 0 || agents.Contains(row.Agent)).ToDictionary(row => row.EpisodeKey);
        List<HumanStudyCandidate> candidates = [];
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(StoreOf(run));
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Kind = EpisodeRecordKind.Episode, OmitReplies = true }, cancellationToken))
        {
            if (record is EpisodeStored stored && wanted.TryGetValue(stored.Key, out BenchmarkRow? row))
            {
                candidates.Add(new HumanStudyCandidate(row.Agent, stored.Episode, row.Seat));
            }
        }

        return candidates;
    }

    public static async Task<IReadOnlyList<(string Judge, IReadOnlyDictionary<string, EpisodeRating> Ratings)>> RatingsAsync(string? run, CancellationToken cancellationToken)
    {
        if (run is null)
        {
            return [];
        }

        List<RatingStored> ratings = [];
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(StoreOf(run));
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Kind = EpisodeRecordKind.Rating }, cancellationToken))
        {
            ratings.Add((RatingStored)record);
        }

        return [.. ratings.GroupBy(rating => rating.Judge).Select(judge => (judge.Key, (IReadOnlyDictionary<string, EpisodeRating>)judge.GroupBy(rating => rating.EpisodeKey).ToDictionary(group => group.Key, group => group.Last().Rating)))];
    }

    private static string StoreOf(string run) => File.Exists(Path.Combine(run, "episodes.db")) ? Path.Combine(run, "episodes.db") : throw new FileNotFoundException($"'{run}' holds no episodes.db: name the folder of a benchmark run.");
}
