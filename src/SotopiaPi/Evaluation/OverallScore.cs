namespace SotopiaPi;

/// <summary>The unweighted mean of a seat's scores, as SOTOPIA-EVAL's overall score (arXiv:2310.11667 §3). Missing scores are left out and counted. Beside the seven dimensions nothing else counts; of a judge that rates none of them, all dimensions do.</summary>
/// <param name="Mean">The mean over the dimensions that were rated; <see langword="null"/> when none was.</param>
/// <param name="Rated">The number of dimensions that were rated.</param>
/// <param name="Dimensions">The number of dimensions that were asked for. A mean over fewer is not comparable with one over all.</param>
public sealed record OverallScore(double? Mean, int Rated, int Dimensions)
{
    /// <summary>Gets a value indicating whether every dimension was rated.</summary>
    public bool IsComplete => Rated == Dimensions;

    /// <summary>Computes the mean of a seat's scores.</summary>
    /// <param name="scores">The scores.</param>
    /// <returns>The overall score.</returns>
    public static OverallScore Of(IReadOnlyDictionary<SocialDimension, Score> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Score[] seven = [.. SocialDimension.All.Where(scores.ContainsKey).Select(dimension => scores[dimension])];
        Score[] ratings = seven.Length > 0 ? seven : [.. scores.Values];
        return new OverallScore(ratings.Average(score => score.Value), ratings.Count(score => score.Value is not null), ratings.Length);
    }
}
