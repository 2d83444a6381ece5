namespace SotopiaPi;

/// <summary>The result of a signed-rank test.</summary>
/// <param name="Statistic">The sum of the ranks of positive differences.</param>
/// <param name="PValue">The two-sided p-value, from 0 to 1; <see langword="null"/> when every difference is 0.</param>
/// <param name="Count">The number of differences that are not 0.</param>
/// <param name="Zeros">The number of differences that are 0 and were dropped.</param>
/// <param name="Exact">Whether the p-value is exact rather than approximated.</param>
public sealed record WilcoxonResult(double Statistic, double? PValue, int Count, int Zeros, bool Exact);
