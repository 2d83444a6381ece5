namespace SotopiaPi;

/// <summary>A judge of a benchmark.</summary>
/// <param name="Name">The judge's name.</param>
/// <param name="Dimensions">What it rates.</param>
public sealed record BenchmarkJudge(string Name, IReadOnlyList<SocialDimension> Dimensions)
{
    /// <summary>Gets the columns of this judge's tables: the seven dimensions, the overall score, then measures of its own.</summary>
    public IReadOnlyList<ScoreMeasure> Measures => [.. ScoreMeasure.All, .. Dimensions.Except(SocialDimension.All).Select(ScoreMeasure.Of)];
}
