namespace SotopiaPi;

/// <summary>A statistic with its bootstrap interval.</summary>
/// <param name="Value">The statistic of the items as they are.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Count">The number of items.</param>
public sealed record BootstrapInterval(double Value, double Low, double High, int Count);
