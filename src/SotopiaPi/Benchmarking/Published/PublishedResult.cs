namespace SotopiaPi;

/// <summary>A result that a paper or a leaderboard reports.</summary>
/// <param name="Model">The agent.</param>
/// <param name="Set">The task set: <c>all</c>, <c>hard</c> or <c>representative</c>.</param>
/// <param name="Judge">Who rated: a model, or <c>people</c>.</param>
/// <param name="Partner">Whom the agent met.</param>
/// <param name="Source">Where the numbers stand.</param>
/// <param name="Means">The mean of each dimension that is reported.</param>
/// <param name="Overall">The overall score; <see langword="null"/> when it is not reported.</param>
public sealed record PublishedResult(string Model, string Set, string Judge, string Partner, string Source, IReadOnlyDictionary<SocialDimension, double> Means, double? Overall)
{
    /// <summary>Reads a value.</summary>
    /// <param name="measure">What to read.</param>
    /// <returns>The value; <see langword="null"/> when it is not reported.</returns>
    public double? ValueOf(ScoreMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure == ScoreMeasure.Overall ? Overall : Means.TryGetValue(SocialDimension.Named(measure.Name), out double mean) ? mean : null;
    }
}
