using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Benchmarking.Runs;

/// <summary>Benchmarks of scripted players on the offline world.</summary>
public sealed class BenchmarkTests
{
    private const int TaskCount = 6;

    private static readonly BenchmarkAgent Expert = new("expert", Player.Expert);
    private static readonly BenchmarkAgent Mute = new("mute", new Player("mute"));

    [Test]
    public async Task Every_agent_plays_every_point_and_every_judge_rates_both_sides()
    {
        Table table = new();
        BenchmarkResult result = await table.RunAsync([Mute, Expert], [new OutcomeJudge(), new TalkJudge()]);
        Assert.That(table.Played, Is.EqualTo(2 * 2 * TaskCount));
        Assert.That(result.Rows, Has.Count.EqualTo(2 * 2 * 2 * TaskCount));
        Assert.That(result.Agents.Select(agent => (agent.Agent, agent.Expected, agent.Played)), Is.EqualTo([("mute", 12, 12), ("expert", 12, 12)]));
        MeanEstimate expert = result.Mean("expert", "outcome", ScoreMeasure.Goal);
        Assert.That(expert.Count, Is.EqualTo(12));
        Assert.That(expert.Mean, Is.GreaterThan(3));
        Assert.That(result.Mean("mute", "outcome", ScoreMeasure.Goal).Mean, Is.Zero, "who says nothing reaches nothing");
        Assert.That(result.PartnerMean("expert", "outcome", ScoreMeasure.Goal).Mean, Is.Not.EqualTo(expert.Mean).And.Positive);

        double[] bySeat = [.. new[] { 0, 1 }.Select(seat => result.Mean("expert", "outcome", ScoreMeasure.Goal, new Seat(seat)).Mean!.Value)];
        Assert.That(bySeat.Average(), Is.EqualTo(expert.Mean!.Value).Within(1e-12));
    }

    [Test]
    public async Task A_second_run_repeats_nothing_and_more_repeats_and_agents_and_tasks_add_only_themselves()
    {
        Table table = new();
        BenchmarkResult first = await table.RunAsync([Expert], [new OutcomeJudge()]);
        int played = table.Played;
        BenchmarkResult second = await table.RunAsync([Expert], [new OutcomeJudge()]);
        Assert.That(table.Played, Is.EqualTo(played));
        Assert.That(second.Rows.Select(row => (row.EpisodeKey, row.ValueOf(ScoreMeasure.Goal))), Is.EqualTo(first.Rows.Select(row => (row.EpisodeKey, row.ValueOf(ScoreMeasure.Goal)))));

        BenchmarkResult thrice = await table.RunAsync([Expert], [new OutcomeJudge()], repetitions: 3);
        Assert.That(table.Played, Is.EqualTo(3 * played));
        Assert.That(thrice.Rows.Select(row => row.Repetition).Distinct(), Is.EquivalentTo(new[] { 0, 1, 2 }));
        Assert.That(thrice.Mean("expert", "outcome", ScoreMeasure.Goal).Count, Is.EqualTo(played), "repeats of a point are one value");

        await table.RunAsync([Expert, Mute], [new OutcomeJudge()]);
        Assert.That(table.Played, Is.EqualTo(4 * played));
        await table.RunAsync([Expert with { Version = "2" }], [new OutcomeJudge()]);
        Assert.That(table.Played, Is.EqualTo(5 * played), "another version plays anew");
    }

    [Test]
    public async Task Another_judge_re_rates_what_was_played()
    {
        Table table = new();
        await table.RunAsync([Expert], [new OutcomeJudge()]);
        int played = table.Played;
        CountingJudge again = new(new OutcomeJudge());
        BenchmarkResult result = await table.RunAsync([Expert], [again, new TalkJudge()]);
        Assert.That((table.Played, again.Calls), Is.EqualTo((played, 0)), "neither played nor rated twice");
        Assert.That(result.Mean("expert", "talk", ScoreMeasure.Goal).Count, Is.EqualTo(played));
    }

    [Test]
    public async Task A_run_that_was_stopped_goes_on_where_it_was()
    {
        Table table = new();
        using CancellationTokenSource stop = new();
        Assert.That(async () => await table.RunAsync([Expert], [new OutcomeJudge()], progress: new StopAfter(3, stop), cancellationToken: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        int kept = await table.Store.QueryAsync(new EpisodeQuery { Kind = EpisodeRecordKind.Episode }).CountAsync();
        Assert.That(kept, Is.InRange(3, 11));
        int before = table.Played;
        BenchmarkResult result = await table.RunAsync([Expert], [new OutcomeJudge()]);
        Assert.That(table.Played - before, Is.EqualTo((2 * TaskCount) - kept));
        Assert.That(result.Rows, Has.Count.EqualTo(2 * TaskCount));
        BenchmarkResult unbroken = await new Table().RunAsync([Expert], [new OutcomeJudge()]);
        Assert.That(result.Rows.Select(row => row.ValueOf(ScoreMeasure.Goal)), Is.EqualTo(unbroken.Rows.Select(row => row.ValueOf(ScoreMeasure.Goal))));
    }

    [Test]
    public async Task Missing_ratings_and_broken_episodes_are_counted_and_never_averaged_as_zero()
    {
        Table table = new() { Breaks = plan => plan.Task.Key == FirstTask };
        BenchmarkResult result = await table.RunAsync([Expert], [new GappyJudge(8)]);
        MeanEstimate mean = result.Mean("expert", "gappy", ScoreMeasure.Goal);
        Assert.That(mean.Mean, Is.EqualTo(8), "what is there is all eights");
        Assert.That((mean.Count, mean.Missing), Is.EqualTo((5, 7)), "two points broke, every second of the others is not rated");
        Assert.That(result.Agents[0].Failures, Has.Count.EqualTo(2));
        string page = Markdown(result);
        Assert.That(page, Does.Contain("8.00 ± 0.00 (5 of 12)"));
        Assert.That(page, Does.Contain("not rated"), "dimensions that the judge never rates");
        Assert.That(page, Does.Contain("2 of 12 episodes broke"));
    }

    [Test]
    public async Task A_comparison_of_fewer_than_two_complete_pairs_has_no_p_value()
    {
        Table table = new() { Breaks = plan => plan.Seats.Any(seat => seat.Role == "mute") && plan.Task.Key != FirstTask };
        BenchmarkResult result = await table.RunAsync([Expert, Mute], [new OutcomeJudge()]);
        BenchmarkComparison comparison = result.Compare("outcome").Single(comparison => comparison.Measure == ScoreMeasure.Goal);
        Assert.That((comparison.Difference.Count, comparison.Difference.Missing, comparison.Difference.Low), Is.EqualTo((1, 5, (double?)null)));
        Assert.That((comparison.TTest, comparison.Wilcoxon, comparison.Effect, comparison.AdjustedPValue), Is.EqualTo(((TTestResult?)null, (WilcoxonResult?)null, (double?)null, (double?)null)));
        string row = Markdown(result).Split('\n').Single(line => line.Contains("mute", StringComparison.Ordinal) && line.Contains("expert", StringComparison.Ordinal) && line.Contains("GOAL", StringComparison.Ordinal));
        Assert.That(row.Split('|').Skip(5).Take(5).Select(cell => cell.Trim()), Is.All.EqualTo("–"));
    }

    [Test]
    public async Task Comparisons_pair_tasks_and_adjust_over_the_whole_table()
    {
        BenchmarkResult result = await new Table().RunAsync([Mute, Expert], [new OutcomeJudge()]);
        BenchmarkComparison goal = result.Compare("outcome").Single(comparison => comparison.Measure == ScoreMeasure.Goal);
        Assert.That((goal.First, goal.Second, goal.Difference.Count), Is.EqualTo(("expert", "mute", TaskCount)));
        PairedSample byHand = PairedSample.ByKey(
            result.Of("expert", "outcome").Select(row => KeyValuePair.Create(row.EnvironmentId, row.ValueOf(ScoreMeasure.Goal))),
            result.Of("mute", "outcome").Select(row => KeyValuePair.Create(row.EnvironmentId, row.ValueOf(ScoreMeasure.Goal))));
        Assert.That(goal.TTest, Is.EqualTo(TTest.Paired(byHand)));
        Assert.That(goal.AdjustedPValue, Is.GreaterThanOrEqualTo(goal.TTest!.PValue!.Value));
    }

    [Test]
    public async Task The_bias_of_a_judge_is_its_distance_from_the_one_that_knows()
    {
        BenchmarkResult result = await new Table().RunAsync([Expert], [new OutcomeJudge(), new TalkJudge()]);
        JudgeAgreement bias = result.Agreement("talk", "outcome").Single(agreement => agreement.Measure == ScoreMeasure.Goal);
        double?[] differences = [.. result.Of("expert", "talk").Zip(result.Of("expert", "outcome")).Select(pair => pair.First.ValueOf(ScoreMeasure.Goal) - pair.Second.ValueOf(ScoreMeasure.Goal))];
        Assert.That(bias.Bias.Mean, Is.EqualTo(differences.Average()).Within(1e-12).And.Positive);
        Assert.That(Markdown(result, new BenchmarkReportOptions { TrueJudge = "outcome" }), Does.Contain("Bias of the judges").And.Contain("is taken for the truth"));
    }

    [Test]
    public async Task Rows_and_leaderboard_lines_survive_their_files_with_missing_scores_as_null()
    {
        BenchmarkResult result = await new Table().RunAsync([Expert], [new OutcomeJudge()]);
        using TemporaryFolder folder = new();
        BenchmarkRows.Write(folder.File("points.jsonl"), result.Rows);
        Assert.That(File.ReadAllText(folder.File("points.jsonl")), Does.Contain("\"believability\":null"));
        BenchmarkRow[] read = [.. BenchmarkRows.Read(folder.File("points.jsonl"))];
        Assert.That(read.Select(row => (row.EpisodeKey, row.Seat, row.Played, row.ValueOf(ScoreMeasure.Goal), row.PartnerValueOf(ScoreMeasure.Goal))), Is.EqualTo(result.Rows.Select(row => (row.EpisodeKey, row.Seat, row.Played, row.ValueOf(ScoreMeasure.Goal), row.PartnerValueOf(ScoreMeasure.Goal)))));

        string line = result.Leaderboard("outcome").Single().Write();
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.That(json.RootElement.EnumerateObject().Select(member => member.Name), Is.EqualTo(["model_name", "SOC [-10, 0]", "SEC [-10, 0]", "FIN [-5, 5]", "REL [-5, 5]", "KNO [0, 10]", "GOAL [0, 10]", "BEL [0, 10]"]));
        Assert.That(json.RootElement.GetProperty("BEL [0, 10]").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.RootElement.GetProperty("GOAL [0, 10]").GetDouble(), Is.EqualTo(result.Mean("expert", "outcome", ScoreMeasure.Goal).Mean!.Value).Within(0.005));
        Assert.That(LeaderboardLine.Read(json.RootElement).Write(), Is.EqualTo(line));
    }

    [Test]
    public void A_file_of_other_lines_is_named_with_the_line()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("x.jsonl"), "{\"agent\": \"a\"}\n");
        Assert.That(Assert.Throws<RecordFormatException>(() => BenchmarkRows.Read(folder.File("x.jsonl")).Count())!.Message, Does.Contain("line 1 is no row of a benchmark").And.Contain("'judge'"));
        Assert.That(Assert.Throws<FileNotFoundException>(() => BenchmarkRows.Read(folder.File("none.jsonl")))!.Message, Does.Contain("points.jsonl"));
    }

    [Test]
    public void Agents_or_judges_with_one_name_are_refused()
    {
        Table table = new();
        Assert.That(async () => await table.RunAsync([Expert, Mute with { Name = "expert" }], [new OutcomeJudge()]), Throws.ArgumentException.With.Message.Contains("Several agents have the name 'expert'"));
        Assert.That(async () => await table.RunAsync([Expert], [new OutcomeJudge(), new OutcomeJudge()]), Throws.ArgumentException.With.Message.Contains("Several judges"));
        Assert.That(async () => await table.RunAsync([], []), Throws.ArgumentException.With.Message.Contains("no agent"));
        Assert.That(async () => await table.RunAsync([new BenchmarkAgent("p", Player.Partner)], []), Throws.ArgumentException.With.Message.Contains("partner's role"));
    }

    [Test]
    public async Task Published_results_stand_beside_the_measured_ones_on_the_same_set_only()
    {
        IReadOnlyList<SocialTask> tasks = await new OfflineTaskSource(1, 2).GetTasksAsync().ToListAsync();
        BenchmarkTaskSet all = BenchmarkTaskSets.All(tasks);
        BenchmarkResult result = await new Table { Set = all }.RunAsync([Expert], [new OutcomeJudge()]);
        string page = Markdown(result);
        Assert.That(page, Does.Contain("Beside published results").And.Contain("SOTOPIA-π BC+SR").And.Contain("this run").And.Contain("other judges, partners"));
        Assert.That(page, Does.Contain("Not the whole set was played"));
        Assert.That(HtmlReport.Write(BenchmarkReport.Of(result)), Does.Contain("<svg"));
        BenchmarkResult own = await new Table().RunAsync([Expert], [new OutcomeJudge()]);
        Assert.That(Markdown(own), Does.Not.Contain("published results"));
    }

    /// <summary>The report without the escapes of Markdown.</summary>
    private static string Markdown(BenchmarkResult result, BenchmarkReportOptions? options = null) => MarkdownReport.Write(BenchmarkReport.Of(result, options)).Replace("\\", "", StringComparison.Ordinal);

    private static string FirstTask => new OfflineTaskSource(1, TaskCount)[0].Key;

    /// <summary>A store, players and the points of the offline world.</summary>
    private sealed class Table
    {
        private int _played;

        public InMemoryEpisodeStore Store { get; } = new();

        public int Played => _played;

        public Func<EpisodePlan, bool> Breaks { get; init; } = _ => false;

        public BenchmarkTaskSet Set { get; init; } = BenchmarkTaskSets.Own("offline", "a few", Enumerable.Range(0, TaskCount).Select(position => new OfflineTaskSource(1, TaskCount)[position]));

        public Task<BenchmarkResult> RunAsync(IReadOnlyList<BenchmarkAgent> agents, IReadOnlyList<IEpisodeEvaluator> judges, int repetitions = 1, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            OfflineAgentFactory players = new(new DelegateAgentFactory(_ => new ScriptedAgent(_ => AgentAction.None)));
            CountingPlayer player = new(new EpisodeRunner(players), this);
            return new Benchmark(Set, Store, new EpisodeCollector(player, 4), judges) { Options = OfflineTaskSource.Rules, Repetitions = repetitions }.RunAsync(agents, progress, cancellationToken);
        }

        private sealed class CountingPlayer(EpisodeRunner inner, Table table) : IEpisodePlayer
        {
            public IAsyncEnumerable<EpisodeEvent> PlayAsync(EpisodePlan plan, CancellationToken cancellationToken = default)
            {
                if (table.Breaks(plan))
                {
                    throw new InvalidOperationException("the player is broken");
                }

                Interlocked.Increment(ref table._played);
                return inner.PlayAsync(plan, cancellationToken);
            }
        }
    }

    private sealed class StopAfter(int done, CancellationTokenSource stop) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value)
        {
            if (value.Done == done)
            {
                stop.Cancel();
            }
        }
    }

    private sealed class CountingJudge(IEpisodeEvaluator inner) : DelegatingEvaluator(inner)
    {
        private int _calls;

        public int Calls => _calls;

        public override ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            return base.EvaluateAsync(episode, cancellationToken);
        }
    }

    /// <summary>Rates the goal alone, and only when the agent sits in the first seat.</summary>
    private sealed class GappyJudge(double goal) : IEpisodeEvaluator
    {
        public string Name => "gappy";

        public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal];

        public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
        {
            bool rates = episode.Seats[0].Role == Player.ExpertRole;
            Score score = rates ? Score.Of(goal) : Score.Missing(RatingProblem.Parse, "unreadable");
            return ValueTask.FromResult(new EpisodeRating(Name, episode.Task.Seats.ToDictionary(seat => seat, _ => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = score }), null));
        }
    }
}
