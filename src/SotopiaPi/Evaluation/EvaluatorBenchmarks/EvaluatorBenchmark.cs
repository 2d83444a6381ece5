namespace SotopiaPi;

/// <summary>
/// Measures judges: has them rate episodes that people have rated, and says how far they agree, for each dimension and model (as the reference's
/// <c>benchmark_evaluator.py</c>, which does so for all models together). The seats of an episode are pooled, several annotations averaged.
/// </summary>
/// <param name="episodes">The annotated episodes.</param>
public sealed class EvaluatorBenchmark(IReadOnlyList<AnnotatedEpisode> episodes)
{
    private readonly IReadOnlyList<AnnotatedEpisode> _episodes = episodes ?? throw new ArgumentNullException(nameof(episodes));

    /// <summary>Gets the name of the reference in reports.</summary>
    public string Reference { get; init; } = HumanRatings.Judge;

    /// <summary>Gets how players are named and grouped; the default is the model, or the role of a player without one.</summary>
    public Func<SeatAssignment, string> NameOf { get; init; } = seat => seat.Model?.ToString() ?? seat.Role;

    /// <summary>Gets how many episodes a judge rates at once.</summary>
    /// <value>At least 1. The default is 8.</value>
    public int MaxConcurrency
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    /// <summary>Has judges rate the episodes.</summary>
    /// <param name="judges">The judges.</param>
    /// <param name="store">Keeps the ratings, so that a run that broke goes on and nothing is paid for twice; <see langword="null"/> for none.</param>
    /// <param name="progress">Told about every rating.</param>
    /// <param name="cancellationToken">Stops; stored ratings stay.</param>
    /// <returns>The result.</returns>
    public async Task<EvaluatorBenchmarkResult> RunAsync(IReadOnlyList<IEpisodeEvaluator> judges, IEpisodeStore? store = null, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judges);
        store ??= new InMemoryEpisodeStore();
        List<JudgeAgreement> rows = [];
        foreach (IEpisodeEvaluator judge in judges)
        {
            Dictionary<string, EpisodeRating> ratings = await RateAsync(judge, store, progress, cancellationToken).ConfigureAwait(false);
            rows.AddRange(Agreements(judge, ratings));
        }

        return new EvaluatorBenchmarkResult(Reference, _episodes.Count, rows);
    }

    private async Task<Dictionary<string, EpisodeRating>> RateAsync(IEpisodeEvaluator judge, IEpisodeStore store, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        Dictionary<string, EpisodeRating> ratings = await store.QueryAsync(new EpisodeQuery { Judge = judge.Name, Kind = EpisodeRecordKind.Rating }, cancellationToken).OfType<RatingStored>()
            .ToDictionaryAsync(rating => rating.EpisodeKey, rating => rating.Rating, cancellationToken: cancellationToken).ConfigureAwait(false);
        StageProgress stage = new(progress, judge.Name, "rate");
        int done = _episodes.Count(annotated => ratings.ContainsKey(annotated.Episode.Key));
        stage.Report((done, _episodes.Count));
        await foreach (RatingResult result in new EpisodeRater(judge, MaxConcurrency).RateAsync(store, _episodes.Select(annotated => annotated.Episode), cancellationToken).ConfigureAwait(false))
        {
            ratings[result.Episode.Key] = result.Rating;
            stage.Report((++done, _episodes.Count));
        }

        return ratings;
    }

    private IEnumerable<JudgeAgreement> Agreements(IEpisodeEvaluator judge, Dictionary<string, EpisodeRating> ratings)
    {
        (string Model, ScoredPair Pair)[] pairs =
        [
            .. from annotated in _episodes
               from seat in annotated.Episode.Seats
               select (NameOf(seat), new ScoredPair(annotated.Episode.Key, ratings[annotated.Episode.Key].Scores.GetValueOrDefault(seat.Seat) ?? new Dictionary<SocialDimension, Score>(), annotated.Mean(seat.Seat))),
        ];
        (string Name, ScoredPair[] Pairs)[] groups = [(JudgeAgreement.EveryModel, [.. pairs.Select(pair => pair.Pair)]), .. pairs.GroupBy(pair => pair.Model).Select(group => (group.Key, group.Select(pair => pair.Pair).ToArray()))];
        return from @group in groups
               from measure in ScoreMeasure.OfAll(judge.Dimensions.Where(dimension => _episodes.Any(annotated => annotated.Annotations.Any(annotation => annotation.Scores.Values.Any(scores => scores.ContainsKey(dimension))))))
               select JudgeAgreement.Of(judge.Name, Reference, @group.Name, measure, @group.Pairs);
    }
}
