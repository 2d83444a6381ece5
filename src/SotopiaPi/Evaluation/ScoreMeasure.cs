namespace SotopiaPi;

/// <summary>A number read from a seat's scores: the score on a dimension, or the overall score.</summary>
public sealed record ScoreMeasure
{
    private readonly SocialDimension? _dimension;

    private ScoreMeasure(string name, string label, SocialDimension? dimension) => (Name, Label, _dimension) = (name, label, dimension);

    /// <summary>Gets the unweighted mean of the seven dimensions, or of all of a judge that rates none of them. A seat that was not rated on all of them has none: a mean over fewer is another number.</summary>
    public static ScoreMeasure Overall { get; } = new("overall", "Overall", null);

    /// <summary>Gets the goal score.</summary>
    public static ScoreMeasure Goal { get; } = Of(SocialDimension.Goal);

    /// <summary>Gets the seven dimensions and the overall score.</summary>
    public static IReadOnlyList<ScoreMeasure> All { get; } = OfAll(SocialDimension.All);

    /// <summary>Gets the name, e.g. <c>goal</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the head of a column, e.g. <c>GOAL</c>.</summary>
    public string Label { get; }

    /// <summary>Makes the measure of a dimension.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <returns>The measure.</returns>
    public static ScoreMeasure Of(SocialDimension dimension) => new(dimension.Name, DimensionAbbreviation.Of(dimension), dimension);

    /// <summary>Makes the measures of dimensions, and the overall score at the end.</summary>
    /// <param name="dimensions">The dimensions.</param>
    /// <returns>The measures.</returns>
    public static IReadOnlyList<ScoreMeasure> OfAll(IEnumerable<SocialDimension> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        return [.. dimensions.Select(Of), Overall];
    }

    /// <summary>Reads the number.</summary>
    /// <param name="scores">A seat's scores.</param>
    /// <returns>The number; <see langword="null"/> when the seat was not rated so.</returns>
    public double? ValueOf(IReadOnlyDictionary<SocialDimension, Score> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (_dimension is { } dimension)
        {
            return scores.GetValueOrDefault(dimension)?.Value;
        }

        OverallScore overall = OverallScore.Of(scores);
        return overall.IsComplete ? overall.Mean : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
