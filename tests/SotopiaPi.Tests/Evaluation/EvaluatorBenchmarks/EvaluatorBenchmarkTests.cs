using System.Globalization;

namespace SotopiaPi.Tests.Evaluation.EvaluatorBenchmarks;

public sealed class EvaluatorBenchmarkTests
{
    [Test]
    public async Task A_judge_is_compared_with_people_for_each_dimension_and_model()
    {
        IReadOnlyList<AnnotatedEpisode> episodes = await AnnotatedAsync(12);
        EvaluatorBenchmarkResult result = await new EvaluatorBenchmark(episodes).RunAsync([new ShiftedJudge("kind", 2, episodes), new ShiftedJudge("fair", 0, episodes)]);
        JudgeAgreement kind = result.Find("kind", JudgeAgreement.EveryModel, ScoreMeasure.Goal)!;
        Assert.That((kind.Bias.Mean, kind.Bias.Count, kind.MeanSquaredError), Is.EqualTo(((double?)2, 12, (double?)4)));
        Assert.That(kind.Pearson!.Coefficient, Is.EqualTo(1).Within(1e-12));
        Assert.That(kind.Pearson.Count, Is.EqualTo(24), "both seats are pooled; the bias is over episodes");
        Assert.That(result.Find("fair", "agent/bc", ScoreMeasure.Goal)!.Bias.Mean, Is.Zero);
        Assert.That(result.Rows.Select(row => row.Model).Distinct(), Is.EquivalentTo(new[] { JudgeAgreement.EveryModel, "agent", "agent/bc", "partner" }));
        string page = MarkdownReport.Write(result.ToReport()).Replace("\\", "", StringComparison.Ordinal);
        Assert.That(page, Does.Contain("Benchmark of judges").And.Contain("| kind | all | GOAL | 2.00 ± 0.00 |"));
    }

    [Test]
    public async Task Several_annotations_are_averaged_and_missing_ones_left_out()
    {
        AnnotatedEpisode episode = (await AnnotatedAsync(1))[0];
        AnnotatedEpisode both = episode with { Annotations = [Rating("p1", 4), Rating("p2", 7), Rating("p3", null)] };
        Assert.That(both.Mean(new Seat(0))[SocialDimension.Goal].Value, Is.EqualTo(5.5));
        Assert.That((episode with { Annotations = [Rating("p3", null)] }).Mean(new Seat(1))[SocialDimension.Goal].Value, Is.Null);
    }

    [Test]
    public async Task Annotations_of_the_reference_are_read_with_failed_rewards_as_missing()
    {
        Episode episode = (await AnnotatedAsync(1))[0].Episode;
        EpisodeAnnotation annotation = new("k", episode.Key, "p1", [new EpisodeLogReward(3.5, [new("goal", 8), new("secret", -1), new("overall_score", 3.5)]), EpisodeLogReward.Failed], "");
        AnnotatedEpisode annotated = AnnotatedEpisode.Of(episode, [annotation]);
        Assert.That((annotated.Mean(new Seat(0))[SocialDimension.Goal].Value, annotated.Mean(new Seat(0))[SocialDimension.Secret].Value), Is.EqualTo(((double?)8, (double?)-1)));
        Assert.That(annotated.Mean(new Seat(1)).Values.Select(score => score.Value), Is.All.Null);
        Assert.That(annotated.Mean(new Seat(0)).Keys, Is.SubsetOf(SocialDimension.All), "the overall score is no dimension");
    }

    [Test]
    public async Task Ratings_of_people_in_a_store_are_found_and_the_judges_own_are_kept_there()
    {
        InMemoryEpisodeStore store = new();
        foreach (AnnotatedEpisode annotated in await AnnotatedAsync(6))
        {
            await store.TryAppendAsync(annotated.Episode);
            await store.TryAppendAsync(RatingStored.Of(annotated.Episode.Key, annotated.Annotations[0]));
        }

        await store.TryAppendAsync(await TestEpisodes.ShortAsync(99));
        IReadOnlyList<AnnotatedEpisode> episodes = await AnnotatedEpisode.ReadAsync(store, judge => judge == HumanRatings.Judge);
        Assert.That(episodes, Has.Count.EqualTo(6), "an episode that nobody annotated is not asked for");
        ShiftedJudge judge = new("kind", 1, episodes);
        EvaluatorBenchmark benchmark = new(episodes);
        await benchmark.RunAsync([judge], store);
        Assert.That(judge.Calls, Is.EqualTo(6));
        EvaluatorBenchmarkResult again = await benchmark.RunAsync([judge], store);
        Assert.That(judge.Calls, Is.EqualTo(6), "a second run asks nothing");
        Assert.That(again.Find("kind", JudgeAgreement.EveryModel, ScoreMeasure.Goal)!.Bias.Mean, Is.EqualTo(1));
    }

    [Test]
    public async Task One_pair_has_a_bias_but_no_correlation_and_no_p_value()
    {
        IReadOnlyList<AnnotatedEpisode> episodes = await AnnotatedAsync(1);
        EvaluatorBenchmark benchmark = new(episodes) { NameOf = seat => seat.Seat.ToString() };
        JudgeAgreement row = (await benchmark.RunAsync([new ShiftedJudge("kind", 1, episodes)])).Rows.First(row => row.Model != JudgeAgreement.EveryModel && row.Measure == ScoreMeasure.Goal);
        Assert.That((row.Bias.Mean, row.Bias.Low, row.Pearson, row.Spearman), Is.EqualTo(((double?)1, (double?)null, (CorrelationResult?)null, (CorrelationResult?)null)));
    }

    /// <summary>Episodes of two models in turn against a partner; people's goal scores go up and down.</summary>
    private static async Task<IReadOnlyList<AnnotatedEpisode>> AnnotatedAsync(int count)
    {
        List<AnnotatedEpisode> episodes = [];
        for (int i = 0; i < count; i++)
        {
            SocialTask task = TestTasks.Pair();
            SeatAssignment[] seats = [new(new Seat(0), task.Agents[0], "agent", new ModelRef("agent", i % 2 == 0 ? null : "bc")), new(new Seat(1), task.Agents[1], "partner")];
            Episode episode = await TestEpisodes.PlayAsync(EpisodePlan.Create(task, seats, new EpisodeOptions(), i), AgentAction.Speak(i.ToString(CultureInfo.InvariantCulture)), AgentAction.Leave);
            episodes.Add(new AnnotatedEpisode(episode, [Rating(HumanRatings.Judge, i % 7, (i + 3) % 7)]));
        }

        return episodes;
    }

    private static EpisodeRating Rating(string name, double? goal, double? other = null) => new(
        name,
        new[] { goal, other ?? goal }.Index().ToDictionary(pair => new Seat(pair.Index), pair => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score>
        {
            [SocialDimension.Goal] = pair.Item is { } value ? Score.Of(value) : Score.Missing(RatingProblem.Absent, "skipped"),
        }),
        null);

    /// <summary>Gives people's goal score and something more.</summary>
    private sealed class ShiftedJudge(string name, double shift, IReadOnlyList<AnnotatedEpisode> episodes) : IEpisodeEvaluator
    {
        private int _calls;

        public int Calls => _calls;

        public string Name => name;

        public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal];

        public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            AnnotatedEpisode own = episodes.First(annotated => annotated.Episode.Key == episode.Key);
            double[] goals = [.. episode.Task.Seats.Select(seat => own.Mean(seat)[SocialDimension.Goal].Value!.Value + shift)];
            return ValueTask.FromResult(Rating(name, goals[0], goals[1]));
        }
    }
}
