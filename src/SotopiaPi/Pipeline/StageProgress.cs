using System.Diagnostics;
using System.Globalization;

namespace SotopiaPi;

/// <summary>Turns the progress of a stage into that of the pipeline, with an estimate of the time left.</summary>
internal sealed class StageProgress(IProgress<PipelineProgress>? sink, string unit, string stage, UsageLedger? usage = null) : IProgress<(int Done, int Total)>, IProgress<TrainingProgress>
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _first = -1;

    public void Report((int Done, int Total) value)
    {
        if (_first < 0)
        {
            _first = value.Done;
        }

        int here = value.Done - _first;
        TimeSpan? remaining = here == 0 ? null : Stopwatch.GetElapsedTime(_started) / here * (value.Total - value.Done);
        sink?.Report(new PipelineProgress(unit, stage, value.Done, value.Total) { Remaining = remaining, Cost = usage?.Total.Cost });
    }

    public void Report(TrainingProgress value) =>
        sink?.Report(new PipelineProgress(unit, stage, value.Step, value.Steps) { Remaining = value.Remaining, Detail = string.Create(CultureInfo.InvariantCulture, $"loss {value.Loss:F3}, {value.TokensPerSecond:F0} tokens/s") });
}
