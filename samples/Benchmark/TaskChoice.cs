namespace SotopiaPi.Samples.Benchmarking;

/// <summary>The tasks of a run and what goes with them: the user's folder in the published format, or the offline world.</summary>
internal sealed record TaskChoice
{
    /// <summary>As many tasks as the offline world is benchmarked on unless <c>--limit</c> says otherwise.</summary>
    private const int OfflineTasks = 50;

    public required BenchmarkTaskSet Set { get; init; }

    public required EpisodeOptions Rules { get; init; }

    public required ISocialAgentFactory Scripted { get; init; }

    /// <summary>The judges when none is named.</summary>
    public required IReadOnlyList<string> Judges { get; init; }

    /// <summary>The judge that knows the truth; null when none does.</summary>
    public string? TrueJudge { get; init; }

    /// <summary>The prompt pack when none is named.</summary>
    public required string Prompts { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public static async Task<TaskChoice> OfAsync(RunArguments arguments, CancellationToken cancellationToken) => arguments.Tasks is null
        ? await OfflineAsync(arguments, cancellationToken)
        : Published(arguments, arguments.Tasks);

    private static async Task<TaskChoice> OfflineAsync(RunArguments arguments, CancellationToken cancellationToken)
    {
        List<SocialTask> tasks = await new OfflineTaskSource(arguments.Seed, arguments.Limit ?? OfflineTasks).GetTasksAsync(cancellationToken).ToListAsync(cancellationToken);
        return new TaskChoice
        {
            Set = BenchmarkTaskSets.Own("offline", "bargains and splits of the offline world, both positions", tasks),
            Rules = OfflineTaskSource.Rules with { Seed = arguments.Seed },
            Scripted = new OfflineAgentFactory(),
            Judges = [PlayerNames.Outcome, PlayerNames.Talk],
            TrueJudge = PlayerNames.Outcome,
            Prompts = "compact",
        };
    }

    private static TaskChoice Published(RunArguments arguments, string folder)
    {
        FolderTaskSource source = FolderTaskSource.Open(folder, seed: arguments.Seed);
        BenchmarkTaskSet set = (arguments.Set ?? BenchmarkTaskSets.AllName) switch
        {
            BenchmarkTaskSets.AllName => BenchmarkTaskSets.All(source.Tasks),
            BenchmarkTaskSets.HardName => BenchmarkTaskSets.Hard(source.Tasks),
            BenchmarkTaskSets.HardItemsName => BenchmarkTaskSets.HardItems(source.Tasks, source.EnvironmentLists),
            BenchmarkTaskSets.FullName => BenchmarkTaskSets.Full(source.Tasks),
            BenchmarkTaskSets.CooperativeName => BenchmarkTaskSets.Cooperative(source.Tasks),
            BenchmarkTaskSets.CompetitiveName => BenchmarkTaskSets.Competitive(source.Tasks),
            _ => RepresentativeDraw.Of(BenchmarkTaskSets.Hard(source.Tasks), Reference(arguments), new RepresentativeOptions { Seed = arguments.Seed }),
        };
        return new TaskChoice
        {
            Set = arguments.Limit is { } limit ? set.Limit(limit) : set,
            Rules = new EpisodeOptions { Seed = arguments.Seed, MaxTurns = arguments.MaxTurns },
            Scripted = new DelegateAgentFactory(_ => PolitePartner.Create()),
            Judges = [PlayerNames.Rules],
            Prompts = "default",
            Notes = source.Problems.Count == 0 ? [] : [$"{source.Problems.Count} records of '{folder}' could not be used, the first one: {source.Problems[0]}"],
        };
    }

    private static ReferenceScores Reference(RunArguments arguments)
    {
        string file = arguments.Reference ?? throw new ArgumentException($"The set '{RepresentativeDraw.Name}' is drawn by the scores of a reference agent: benchmark one on the set 'hard', then give --reference with the points.jsonl of that run.");
        BenchmarkRow[] rows = [.. BenchmarkRows.Read(file).Where(row => row.ValueOf(ScoreMeasure.Goal) is not null)];
        string[] agents = [.. rows.Select(row => row.Agent).Distinct(StringComparer.Ordinal)];
        string agent = arguments.ReferenceAgent ?? (agents.Length == 1 ? agents[0] : throw new ArgumentException($"'{file}' holds goal scores of {agents.Length} agents ({string.Join(", ", agents)}): name one with --reference-agent."));
        string[] judges = [.. rows.Where(row => row.Agent == agent).Select(row => row.Judge).Distinct(StringComparer.Ordinal)];
        return judges.Length == 1
            ? ReferenceScores.Of($"{agent}, rated by {judges[0]},", rows.Where(row => row.Agent == agent).Select(row => row.ToRatedSeat()))
            : throw new ArgumentException($"'{file}' holds goal scores of '{agent}' by {judges.Length} judges ({string.Join(", ", judges)}): wanted one.");
    }
}
