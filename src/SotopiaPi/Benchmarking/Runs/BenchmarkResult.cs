namespace SotopiaPi;

/// <summary>The result of a benchmark: a row for each agent, judge and episode, and the statistics over them.</summary>
/// <param name="Set">What was played on.</param>
/// <param name="Partner">The name of the partner.</param>
/// <param name="Repetitions">The number of episodes of each point.</param>
/// <param name="Judges">The judges.</param>
/// <param name="Agents">The agents.</param>
/// <param name="Rows">The rows, by agent and judge, the points in the order of the set.</param>
public sealed record BenchmarkResult(
    BenchmarkTaskSet Set, string Partner, int Repetitions, IReadOnlyList<BenchmarkJudge> Judges, IReadOnlyList<BenchmarkAgentRun> Agents, IReadOnlyList<BenchmarkRow> Rows)
{
    /// <summary>Estimates an agent's mean with Student's t interval over the points; repeats of a point are averaged first. Points without a rating are counted as missing.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="judge">The judge's name.</param>
    /// <param name="measure">What to average.</param>
    /// <param name="seat">The agent's position; <see langword="null"/> for all.</param>
    /// <returns>The estimate.</returns>
    public MeanEstimate Mean(string agent, string judge, ScoreMeasure measure, Seat? seat = null) =>
        MeanEstimate.Of(Points(Of(agent, judge, seat), row => row.ValueOf(measure)).Select(point => point.Value));

    /// <summary>Estimates the mean of the partner that met an agent.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="judge">The judge's name.</param>
    /// <param name="measure">What to average.</param>
    /// <returns>The estimate.</returns>
    public MeanEstimate PartnerMean(string agent, string judge, ScoreMeasure measure) =>
        MeanEstimate.Of(Points(Of(agent, judge), row => row.PartnerValueOf(measure)).Select(point => point.Value));

    /// <summary>Estimates an agent's mean with a BCa bootstrap interval that draws whole tasks: points of one task are not independent.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="judge">The judge's name.</param>
    /// <param name="measure">What to average.</param>
    /// <param name="options">Number of draws, coverage and seed; <see langword="null"/> for the defaults.</param>
    /// <returns>The interval; <see langword="null"/> with fewer than two rated tasks.</returns>
    public BootstrapInterval? MeanByTask(string agent, string judge, ScoreMeasure measure, BootstrapOptions? options = null)
    {
        (double Sum, int Count)[] tasks =
        [
            .. from point in Points(Of(agent, judge), row => row.ValueOf(measure))
               where point.Value is not null
               group point.Value!.Value by point.EnvironmentId into values
               select (values.Sum(), values.Count()),
        ];
        return tasks.Length < 2 ? null : Bootstrap.BiasCorrected(tasks, drawn => drawn.Sum(task => task.Sum) / drawn.Sum(task => task.Count), options);
    }

    /// <summary>Estimates an agent's mean with the margin of <c>sotopia benchmark</c>, for comparison with its tables: it leaves out how much the settings differ.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="judge">The judge's name.</param>
    /// <param name="measure">What to average.</param>
    /// <returns>The estimate.</returns>
    public MeanEstimate MeanBySetting(string agent, string judge, ScoreMeasure measure) =>
        SettingMean.Of(Of(agent, judge).Select(row => KeyValuePair.Create((row.EnvironmentId, row.Seat), row.ValueOf(measure))));

    /// <summary>Pairs two agents by task: the points of a task are averaged for each (arXiv:2403.08715, Table 6).</summary>
    /// <param name="first">The first agent's name.</param>
    /// <param name="second">The second agent's name.</param>
    /// <param name="judge">The judge's name.</param>
    /// <param name="measure">What to compare.</param>
    /// <returns>One pair for each task; tasks that lack a rating of one agent are incomplete.</returns>
    public PairedSample Pair(string first, string second, string judge, ScoreMeasure measure) => PairedSample.ByKey(ByTask(first, judge, measure), ByTask(second, judge, measure));

    /// <summary>Compares every two agents on every measure, by the judge's scores.</summary>
    /// <param name="judge">The judge's name.</param>
    /// <returns>The comparisons, with p-values adjusted over all of them; later agents minus earlier ones.</returns>
    public IReadOnlyList<BenchmarkComparison> Compare(string judge) => BenchmarkComparison.Of(this, judge);

    /// <summary>Compares a judge's scores of the agents with another judge's: the bias, where the other judge is the truth.</summary>
    /// <param name="judge">The judge in question.</param>
    /// <param name="reference">The judge to compare with.</param>
    /// <returns>One row for each agent and measure that both judges rate.</returns>
    public IReadOnlyList<JudgeAgreement> Agreement(string judge, string reference)
    {
        ScoreMeasure[] measures = [.. JudgeNamed(judge).Measures.Intersect(JudgeNamed(reference).Measures)];
        return
        [
            .. from agent in Agents
               let pairs = Of(agent.Agent, judge).Zip(Of(agent.Agent, reference)).Select(pair => new ScoredPair(pair.First.EpisodeKey, pair.First.Scores, pair.Second.Scores)).ToArray()
               from measure in measures
               let agreement = JudgeAgreement.Of(judge, reference, agent.Agent, measure, pairs)
               where agreement.Bias.Count > 0
               select agreement,
        ];
    }

    /// <summary>Makes the rows of the public leaderboard (sotopia-lab/sotopia-space), two decimals as there.</summary>
    /// <param name="judge">The judge's name.</param>
    /// <returns>One line for each agent; a dimension that was not rated has no mean.</returns>
    public IReadOnlyList<LeaderboardLine> Leaderboard(string judge) =>
    [
        .. Agents.Select(agent => new LeaderboardLine(
            agent.Agent,
            SocialDimension.All.Select(dimension => (Dimension: dimension, Mean(agent.Agent, judge, ScoreMeasure.Of(dimension)).Mean))
                .Where(pair => pair.Mean is not null)
                .ToDictionary(pair => pair.Dimension, pair => Math.Round(pair.Mean!.Value, 2)))),
    ];

    /// <summary>Finds a judge.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The judge.</returns>
    /// <exception cref="ArgumentException">There is no such judge; the message lists those there are.</exception>
    public BenchmarkJudge JudgeNamed(string name) => Judges.FirstOrDefault(judge => judge.Name == name)
        ?? throw new ArgumentException($"No judge '{name}' rated this benchmark; those who did: {string.Join(", ", Judges.Select(judge => judge.Name))}.", nameof(name));

    /// <summary>Gives the rows of an agent and a judge.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="judge">The judge's name.</param>
    /// <param name="seat">The agent's position; <see langword="null"/> for all.</param>
    /// <returns>The rows, the points in the order of the set.</returns>
    public IEnumerable<BenchmarkRow> Of(string agent, string judge, Seat? seat = null) =>
        Rows.Where(row => row.Agent == agent && row.Judge == judge && (seat is null || row.Seat == seat));

    private IEnumerable<KeyValuePair<string, double?>> ByTask(string agent, string judge, ScoreMeasure measure) =>
        Points(Of(agent, judge), row => row.ValueOf(measure)).Select(point => KeyValuePair.Create(point.EnvironmentId, point.Value));

    private static IEnumerable<(string EnvironmentId, double? Value)> Points(IEnumerable<BenchmarkRow> rows, Func<BenchmarkRow, double?> valueOf) =>
        rows.GroupBy(row => (row.TaskKey, row.Seat)).Select(point => (point.First().EnvironmentId, point.Average(valueOf)));
}
