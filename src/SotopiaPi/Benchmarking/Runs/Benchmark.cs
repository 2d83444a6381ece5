namespace SotopiaPi;

/// <summary>
/// Plays agents against one partner on a task set and has every judge rate what they played (arXiv:2403.08715 §4). What the store holds is neither played nor
/// rated again: a run that broke goes on, more repeats or a larger set add to what is there, another judge re-rates.
/// </summary>
public sealed class Benchmark
{
    private readonly PlayStage _stage;
    private readonly BenchmarkTaskSet _set;
    private readonly IReadOnlyList<BenchmarkJudge> _judges;

    /// <summary>Makes a benchmark.</summary>
    /// <param name="set">The points.</param>
    /// <param name="store">Keeps episodes and ratings.</param>
    /// <param name="collector">Plays.</param>
    /// <param name="judges">Rate; each under its own name.</param>
    /// <exception cref="ArgumentException">Two judges have the same name.</exception>
    public Benchmark(BenchmarkTaskSet set, IEpisodeStore store, IEpisodeCollector collector, IReadOnlyList<IEpisodeEvaluator> judges)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(judges);
        RequireDistinct(judges.Select(judge => judge.Name), "judges", nameof(judges));
        _set = set;
        _stage = new PlayStage(store, collector, judges);
        _judges = [.. judges.Select(judge => new BenchmarkJudge(judge.Name, judge.Dimensions))];
    }

    /// <summary>Gets the rules.</summary>
    public EpisodeOptions Options { get; init; } = new();

    /// <summary>Gets the partner that every agent meets.</summary>
    public BenchmarkAgent Partner { get; init; } = new("partner", Player.Partner);

    /// <summary>Gets the number of episodes of each point.</summary>
    /// <value>At least 1. The default is 1.</value>
    public int Repetitions
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Benchmarks agents one after another; the episodes of one are played at the same time.</summary>
    /// <param name="agents">The agents; a comparison reads best when they are in the order of their training.</param>
    /// <param name="progress">Told about every finished episode.</param>
    /// <param name="cancellationToken">Stops; what is finished is kept.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">There is no agent, two have the same name, or one has the partner's role.</exception>
    /// <exception cref="InvalidOperationException">Many episodes or ratings in a row failed because a client could not be reached.</exception>
    public async Task<BenchmarkResult> RunAsync(IReadOnlyList<BenchmarkAgent> agents, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agents);
        if (agents.Count == 0)
        {
            throw new ArgumentException("There is no agent to benchmark: give at least one.", nameof(agents));
        }

        RequireDistinct(agents.Select(agent => agent.Name), "agents", nameof(agents));
        HeldOutEvaluation evaluation = new(_stage, _set.Points, Options) { Partner = Partner.Player, Repetitions = Repetitions };
        List<BenchmarkAgentRun> runs = [];
        List<BenchmarkRow> rows = [];
        foreach (BenchmarkAgent agent in agents)
        {
            string tag = $"{agent.FullName} with {Partner.FullName}";
            PlayOutcome outcome = await evaluation.PlayAsync(tag, agent.Player, progress, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<EpisodePlan> plans = evaluation.Plan(tag, agent.Player);
            runs.Add(new BenchmarkAgentRun(agent.Name, plans.Count, outcome.Episodes.Count, outcome.Failures, outcome.Usage));
            rows.AddRange(Rows(agent, plans, outcome));
        }

        return new BenchmarkResult(_set, Partner.Name, Repetitions, _judges, runs, rows);
    }

    private IEnumerable<BenchmarkRow> Rows(BenchmarkAgent agent, IReadOnlyList<EpisodePlan> plans, PlayOutcome outcome)
    {
        ILookup<(string, string), RatedSeat> seats = outcome.Seats.ToLookup(seat => (seat.EpisodeKey, seat.Judge));
        HashSet<string> played = [.. outcome.Episodes];
        return from judge in _judges
               from index in Enumerable.Range(0, plans.Count)
               let plan = plans[index]
               let point = _set.Points[index / Repetitions]
               let rated = seats[(plan.Key, judge.Name)]
               select new BenchmarkRow(agent.Name, judge.Name, plan.Task.Environment.Id, plan.Task.Key, point.Seat, index % Repetitions, plan.Key)
               {
                   Played = played.Contains(plan.Key),
                   Scores = rated.FirstOrDefault(seat => seat.Seat == point.Seat)?.Scores ?? new Dictionary<SocialDimension, Score>(),
                   PartnerScores = [.. rated.Where(seat => seat.Seat != point.Seat).Select(seat => seat.Scores)],
               };
    }

    private static void RequireDistinct(IEnumerable<string> names, string kind, string parameter)
    {
        string[] twice = [.. names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)];
        if (twice.Length > 0)
        {
            throw new ArgumentException($"Several {kind} have the name {string.Join(", ", twice.Select(name => $"'{name}'"))}, so they could not be told apart: give each its own.", parameter);
        }
    }
}
