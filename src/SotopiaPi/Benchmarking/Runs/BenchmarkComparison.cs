namespace SotopiaPi;

/// <summary>Two agents compared on one measure, paired by task.</summary>
/// <param name="First">The agent that is compared.</param>
/// <param name="Second">The agent it is compared with.</param>
/// <param name="Measure">What is compared.</param>
/// <param name="Difference">The mean difference over the tasks, first minus second; tasks that lack a rating are counted as missing.</param>
public sealed record BenchmarkComparison(string First, string Second, ScoreMeasure Measure, MeanEstimate Difference)
{
    /// <summary>Gets the paired t-test; <see langword="null"/> with fewer than two complete pairs.</summary>
    public TTestResult? TTest { get; init; }

    /// <summary>Gets Wilcoxon's signed-rank test, which assumes no normal differences; <see langword="null"/> with fewer than two complete pairs.</summary>
    public WilcoxonResult? Wilcoxon { get; init; }

    /// <summary>Gets Cohen's d of the pairs; <see langword="null"/> with fewer than two complete pairs, or when the differences do not vary.</summary>
    public double? Effect { get; init; }

    /// <summary>Gets the p-value of the t-test adjusted by Holm's method over all comparisons of the judge; <see langword="null"/> when there is none.</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>Compares every two agents on every measure that both have.</summary>
    internal static IReadOnlyList<BenchmarkComparison> Of(BenchmarkResult result, string judge)
    {
        IReadOnlyList<ScoreMeasure> measures = result.JudgeNamed(judge).Measures;
        BenchmarkComparison[] all =
        [
            .. from second in Enumerable.Range(0, result.Agents.Count)
               from first in Enumerable.Range(second + 1, result.Agents.Count - second - 1)
               from measure in measures
               let comparison = Of(result.Agents[first].Agent, result.Agents[second].Agent, measure, result.Pair(result.Agents[first].Agent, result.Agents[second].Agent, judge, measure))
               where comparison.Difference.Count > 0
               select comparison,
        ];
        IReadOnlyList<double?> adjusted = MultipleComparisons.Holm([.. all.Select(comparison => comparison.TTest?.PValue)]);
        return [.. all.Select((comparison, index) => comparison with { AdjustedPValue = adjusted[index] })];
    }

    private static BenchmarkComparison Of(string first, string second, ScoreMeasure measure, PairedSample sample)
    {
        BenchmarkComparison comparison = new(first, second, measure, sample.Difference());
        return sample.Count < 2
            ? comparison
            : comparison with { TTest = SotopiaPi.TTest.Paired(sample), Wilcoxon = SotopiaPi.Wilcoxon.SignedRank(sample), Effect = EffectSize.CohenD(sample) };
    }
}
