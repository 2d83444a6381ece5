using System.Diagnostics;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Turns the numbers that a study reports into the progress that <see cref="ProgressView"/> shows.</summary>
internal sealed class StudyProgress(IProgress<PipelineProgress> progress, string name, string items = "episodes") : IProgress<(int Done, int Total)>
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int? _first;

    public void Report((int Done, int Total) value)
    {
        _first ??= value.Done;
        int done = value.Done - _first.Value;
        TimeSpan? left = done > 0 ? Stopwatch.GetElapsedTime(_start) * ((double)(value.Total - value.Done) / done) : null;
        progress.Report(new PipelineProgress(name, items, value.Done, value.Total) { Remaining = left });
    }
}
