namespace SotopiaPi;

/// <summary>
/// Asks whether a judge loses its worth as agents are optimised for it: its correlation with people falls from stage to stage of training, and its bias grows
/// (arXiv:2403.08715, Table 7: 0.76 for the base model, 0.58 for BC+SR; Figure 4: bias 0.36 and 1.42).
/// </summary>
/// <param name="Judge">The judge's name.</param>
/// <param name="Reference">The name of the reference.</param>
/// <param name="Measure">What was rated.</param>
/// <param name="Stages">The models in the order of their training, the untrained one first.</param>
public sealed record OveroptimizationAnalysis(string Judge, string Reference, ScoreMeasure Measure, IReadOnlyList<OveroptimizationStage> Stages)
{
    private const double Level = 0.05;

    /// <summary>Gets the last correlation minus the first; <see langword="null"/> when one is undefined.</summary>
    public double? CorrelationChange => Stages[^1].Correlation?.Coefficient - Stages[0].Correlation?.Coefficient;

    /// <summary>Gets the two-sided p-value of "the first and the last correlation are equal", by Fisher's z; <see langword="null"/> when it is undefined.</summary>
    public double? CorrelationPValue =>
        (Stages[0].Correlation, Stages[^1].Correlation) is ({ Coefficient: { } first } a, { Coefficient: { } last } b) ? SotopiaPi.Correlation.DifferenceP(first, a.Count, last, b.Count) : null;

    /// <summary>Gets the last bias minus the first; <see langword="null"/> when one is undefined.</summary>
    public double? BiasGrowth => Stages[^1].Bias.Mean - Stages[0].Bias.Mean;

    /// <summary>Gets a value indicating whether the correlation at the end lies below that at the beginning.</summary>
    public bool CorrelationFalls => CorrelationChange < 0;

    /// <summary>Gets a value indicating whether the fall is more than chance, at the level 0.05.</summary>
    public bool IsFallSignificant => CorrelationFalls && CorrelationPValue < Level;

    /// <summary>Gets a value indicating whether the biases at both ends differ by more than chance: their 95 % intervals lie apart, the last one above.</summary>
    public bool BiasGrows => Stages[^1].Bias.Low > Stages[0].Bias.High;

    /// <summary>Reads the stages from a benchmark of judges.</summary>
    /// <param name="result">The benchmark.</param>
    /// <param name="judge">The judge that the agents were optimised for, and a control to compare it with in a second analysis.</param>
    /// <param name="models">The models in the order of their training, the untrained one first; at least two.</param>
    /// <param name="measure">What was rated; <see langword="null"/> for the goal, as in the paper.</param>
    /// <returns>The analysis.</returns>
    /// <exception cref="ArgumentException">There are fewer than two models, or one was not rated; the message lists those that were.</exception>
    public static OveroptimizationAnalysis Of(EvaluatorBenchmarkResult result, string judge, IReadOnlyList<string> models, ScoreMeasure? measure = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(models);
        return Of([.. result.Rows.Where(row => row.Judge == judge)], models, measure);
    }

    /// <summary>Reads the stages from the agreement of one judge with its reference, e.g. of <see cref="BenchmarkResult.Agreement"/>.</summary>
    /// <param name="agreements">The rows of the judge.</param>
    /// <param name="models">The models in the order of their training, the untrained one first; at least two.</param>
    /// <param name="measure">What was rated; <see langword="null"/> for the goal.</param>
    /// <returns>The analysis.</returns>
    /// <exception cref="ArgumentException">There are fewer than two models, or one was not rated; the message lists those that were.</exception>
    public static OveroptimizationAnalysis Of(IReadOnlyList<JudgeAgreement> agreements, IReadOnlyList<string> models, ScoreMeasure? measure = null)
    {
        ArgumentNullException.ThrowIfNull(agreements);
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count < 2)
        {
            throw new ArgumentException($"The analysis compares stages of training, but {models.Count} models are given: name two or more, the untrained one first.", nameof(models));
        }

        ScoreMeasure wanted = measure ?? ScoreMeasure.Goal;
        JudgeAgreement[] rows = [.. agreements.Where(row => row.Measure == wanted)];
        JudgeAgreement[] stages = [.. models.Select(model => rows.FirstOrDefault(row => row.Model == model)
            ?? throw new ArgumentException($"There is no agreement on {wanted.Name} for the model '{model}'; there is for: {string.Join(", ", rows.Select(row => row.Model))}.", nameof(models)))];
        return new OveroptimizationAnalysis(stages[0].Judge, stages[0].Reference, wanted, [.. stages.Select(stage => new OveroptimizationStage(stage.Model, stage.Pearson, stage.Bias))]);
    }
}
