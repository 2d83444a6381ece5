namespace SotopiaPi;

/// <summary>The result of a t-test.</summary>
/// <param name="Statistic">The t statistic; infinite when a difference has no variance, <see langword="null"/> (undefined) when neither difference nor variance is there.</param>
/// <param name="DegreesOfFreedom">The degrees of freedom; not whole for Welch's test.</param>
/// <param name="PValue">The two-sided p-value, from 0 to 1; <see langword="null"/> when the statistic is undefined.</param>
public sealed record TTestResult(double? Statistic, double DegreesOfFreedom, double? PValue);
