namespace SotopiaPi;

/// <summary>A correlation.</summary>
/// <param name="Coefficient">The coefficient, from −1 to 1; <see langword="null"/> when one side is constant.</param>
/// <param name="PValue">The two-sided p-value of "not correlated", from 0 to 1; <see langword="null"/> when it is undefined.</param>
/// <param name="Count">The number of complete pairs.</param>
public sealed record CorrelationResult(double? Coefficient, double? PValue, int Count)
{
    /// <summary>Gets the lower end of the 95 % interval; <see langword="null"/> with fewer than four pairs.</summary>
    public double? Low { get; init; }

    /// <summary>Gets the upper end of the 95 % interval; <see langword="null"/> with fewer than four pairs.</summary>
    public double? High { get; init; }
}
