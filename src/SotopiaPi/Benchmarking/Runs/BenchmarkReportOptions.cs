namespace SotopiaPi;

/// <summary>Settings of <see cref="BenchmarkReport"/>.</summary>
public sealed record BenchmarkReportOptions
{
    /// <summary>Gets the judge that is taken for the truth; the bias of the others is shown against it. <see langword="null"/> (default) when none is.</summary>
    public string? TrueJudge { get; init; }

    /// <summary>Gets the results to show beside the measured ones.</summary>
    /// <value>The default is <see cref="PublishedResults.All"/>; those on the benchmark's own task set are shown.</value>
    public IReadOnlyList<PublishedResult> Published { get; init; } = PublishedResults.All;

    /// <summary>Gets remarks that belong to the run.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the draws of bootstrap intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();
}
