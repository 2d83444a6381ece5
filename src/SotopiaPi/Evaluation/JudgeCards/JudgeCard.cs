namespace SotopiaPi;

/// <summary>Measures what a judge rewards besides the outcome, without any person: episodes are rated as they are and with changes that leave their outcome alone, and the scores are compared.</summary>
/// <param name="Judge">The judge's name.</param>
/// <param name="Episodes">The number of episodes.</param>
/// <param name="Effects">How far each change moved each score.</param>
public sealed record JudgeCard(string Judge, int Episodes, IReadOnlyList<JudgeEffect> Effects)
{
    /// <summary>The name under which the overall score stands among the effects.</summary>
    public const string Overall = "overall";

    /// <summary>Measures a judge.</summary>
    /// <param name="judge">The judge. It is asked once for each episode and once for each changed episode: with two seats and the default changes nine times an episode.</param>
    /// <param name="episodes">The episodes; the more, the narrower the intervals.</param>
    /// <param name="options">The changes and the concurrency; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The card.</returns>
    public static async Task<JudgeCard> MeasureAsync(IEpisodeEvaluator judge, IReadOnlyList<Episode> episodes, JudgeCardOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(episodes);
        options ??= new JudgeCardOptions();
        EpisodeRater rater = new(judge, options.MaxConcurrency);
        List<EpisodeRating> before = await RateAsync(rater, episodes, cancellationToken).ConfigureAwait(false);
        List<JudgeEffect> effects = [];
        foreach (EpisodePerturbation perturbation in options.Perturbations)
        {
            (int Episode, PerturbedEpisode Changed)[] changed = [.. episodes.SelectMany((episode, index) => perturbation.Apply(episode).Select(changed => (index, changed)))];
            List<EpisodeRating> after = await RateAsync(rater, [.. changed.Select(pair => pair.Changed.Episode)], cancellationToken).ConfigureAwait(false);
            (int Episode, IReadOnlyDictionary<SocialDimension, Score>? Before, IReadOnlyDictionary<SocialDimension, Score>? After)[] pairs =
            [
                .. from item in changed.Zip(after)
                   from seats in item.First.Changed.Seats
                   select (item.First.Episode, before[item.First.Episode].Scores.GetValueOrDefault(seats.Key), item.Second.Scores.GetValueOrDefault(seats.Value)),
            ];
            effects.AddRange(judge.Dimensions.Select(dimension => Effect(perturbation.Name, dimension.Name, pairs, scores => scores?.GetValueOrDefault(dimension)?.Value, options.Confidence)));
            effects.Add(Effect(perturbation.Name, Overall, pairs, scores => scores is null ? null : OverallScore.Of(scores).Mean, options.Confidence));
        }

        effects.RemoveAll(effect => effect.Difference.Count == 0);
        IReadOnlyList<double?> adjusted = MultipleComparisons.Holm([.. effects.Select(effect => effect.PValue)]);
        return new JudgeCard(judge.Name, episodes.Count, [.. effects.Select((effect, index) => effect with { AdjustedPValue = adjusted[index] })]);
    }

    /// <summary>Finds an effect.</summary>
    /// <param name="perturbation">The name of the change.</param>
    /// <param name="score">The name of the dimension, or <see cref="Overall"/>.</param>
    /// <returns>The effect; <see langword="null"/> when nothing could be compared.</returns>
    public JudgeEffect? Find(string perturbation, string score) => Effects.FirstOrDefault(effect => effect.Perturbation == perturbation && effect.Score == score);

    /// <summary>Writes the card as a report.</summary>
    /// <returns>The report: a chart of the goal score and a table of everything.</returns>
    public Report ToReport() => JudgeCardReport.Of(this);

    private static async Task<List<EpisodeRating>> RateAsync(EpisodeRater rater, IReadOnlyList<Episode> episodes, CancellationToken cancellationToken) =>
        await rater.RateAsync(episodes.ToAsyncEnumerable(), cancellationToken).Select(result => result.Rating).ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The seats of one episode are averaged first: they are not independent.</summary>
    private static JudgeEffect Effect(
        string perturbation,
        string score,
        (int Episode, IReadOnlyDictionary<SocialDimension, Score>? Before, IReadOnlyDictionary<SocialDimension, Score>? After)[] pairs,
        Func<IReadOnlyDictionary<SocialDimension, Score>?, double?> valueOf,
        double confidence)
    {
        (int Episode, double? Before, double? After)[] values = [.. pairs.Select(pair => (pair.Episode, valueOf(pair.Before), valueOf(pair.After)))];
        (int Episode, double? Before, double? After)[] complete = [.. values.Where(value => value.Before is not null && value.After is not null)];
        PairedSample sample = PairedSample.ByKey(complete.Select(value => KeyValuePair.Create(value.Episode, value.After)), complete.Select(value => KeyValuePair.Create(value.Episode, value.Before)));
        MeanEstimate difference = sample.Difference(confidence) with { Missing = values.Select(value => value.Episode).Distinct().Count() - sample.Count };
        return new JudgeEffect(perturbation, score, difference, sample.Count < 2 ? null : TTest.Paired(sample).PValue);
    }
}
