namespace SotopiaPi;

/// <summary>How far a judge's scores of one player agree with a reference: people's, or those of a judge that knows the truth.</summary>
/// <param name="Judge">The judge's name.</param>
/// <param name="Reference">The name of the reference.</param>
/// <param name="Model">The player, or <see cref="EveryModel"/>.</param>
/// <param name="Measure">What was rated.</param>
/// <param name="Bias">The mean of judge − reference with its interval, over episodes: the seats of one are averaged first, because they are not independent. Seats that one side did not rate are counted as missing.</param>
public sealed record JudgeAgreement(string Judge, string Reference, string Model, ScoreMeasure Measure, MeanEstimate Bias)
{
    /// <summary>The name that stands for all players together.</summary>
    public const string EveryModel = "all";

    /// <summary>Gets Pearson's correlation over the seats; <see langword="null"/> with fewer than two complete pairs.</summary>
    public CorrelationResult? Pearson { get; init; }

    /// <summary>Gets Spearman's rank correlation over the seats; <see langword="null"/> with fewer than two complete pairs.</summary>
    public CorrelationResult? Spearman { get; init; }

    /// <summary>Gets the mean squared difference over the seats; <see langword="null"/> without a complete pair.</summary>
    public double? MeanSquaredError { get; init; }

    /// <summary>Compares two judges' scores.</summary>
    /// <param name="judge">The judge's name.</param>
    /// <param name="reference">The name of the reference.</param>
    /// <param name="model">The player.</param>
    /// <param name="measure">What was rated.</param>
    /// <param name="pairs">The seats' scores by both.</param>
    /// <param name="confidence">The coverage of the interval, between 0.5 and 0.999.</param>
    /// <returns>The agreement.</returns>
    public static JudgeAgreement Of(string judge, string reference, string model, ScoreMeasure measure, IReadOnlyList<ScoredPair> pairs, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(pairs);
        PairedSample sample = PairedSample.Of([.. pairs.Select(pair => measure.ValueOf(pair.Judge))], [.. pairs.Select(pair => measure.ValueOf(pair.Reference))]);
        IEnumerable<double?> differences = pairs
            .Select(pair => (pair.EpisodeKey, Difference: measure.ValueOf(pair.Judge) - measure.ValueOf(pair.Reference)))
            .Where(pair => pair.Difference is not null)
            .GroupBy(pair => pair.EpisodeKey, StringComparer.Ordinal)
            .Select(episode => episode.Average(pair => pair.Difference));
        JudgeAgreement agreement = new(judge, reference, model, measure, MeanEstimate.Of(differences, confidence) with { Missing = sample.Incomplete })
        {
            MeanSquaredError = Correlation.MeanSquaredError(sample),
        };
        return sample.Count < 2 ? agreement : agreement with { Pearson = Correlation.Pearson(sample), Spearman = Correlation.Spearman(sample) };
    }
}
