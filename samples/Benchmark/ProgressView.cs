using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Shows progress while work runs: a bar for each agent on a terminal, plain lines elsewhere.</summary>
internal static class ProgressView
{
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    public static Task<T> ShowAsync<T>(IAnsiConsole console, Func<IProgress<PipelineProgress>, Task<T>> work) => console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
        ? console.Progress().StartAsync(context => work(new Bars(context)))
        : work(new Lines(console));

    private static string Text(PipelineProgress progress)
    {
        string left = progress.Remaining is { } remaining ? string.Create(CultureInfo.InvariantCulture, $", {(int)remaining.TotalMinutes}:{remaining.Seconds:00} left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Unit}: {progress.Done}/{progress.Total} {(progress.Stage == "play" ? "episodes" : progress.Stage)}{left}");
    }

    private sealed class Bars(ProgressContext context) : IProgress<PipelineProgress>
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(PipelineProgress value)
        {
            lock (_gate)
            {
                if (!_tasks.TryGetValue(value.Unit, out ProgressTask? task))
                {
                    task = context.AddTask(Markup.Escape(value.Unit), maxValue: Math.Max(1, value.Total));
                    _tasks[value.Unit] = task;
                }

                task.Value = value.Total == 0 ? 1 : value.Done;
                task.Description = Markup.Escape(Text(value));
            }
        }
    }

    private sealed class Lines(IAnsiConsole console) : IProgress<PipelineProgress>
    {
        private readonly Lock _gate = new();
        private string? _unit;
        private long _shown;

        public void Report(PipelineProgress value)
        {
            lock (_gate)
            {
                if (value.Unit != _unit || value.Done == value.Total || Stopwatch.GetElapsedTime(_shown) >= s_plainInterval)
                {
                    (_unit, _shown) = (value.Unit, Stopwatch.GetTimestamp());
                    console.WriteLine(Text(value));
                }
            }
        }
    }
}
