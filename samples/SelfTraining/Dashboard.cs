using System.Globalization;
using Spectre.Console;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Shows progress while work runs: two bars on a terminal, plain lines elsewhere.</summary>
internal static class Dashboard
{
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    public static Task<T> ShowAsync<T>(IAnsiConsole console, RunProgress progress, Func<Task<T>> work) =>
        console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? ShowBarsAsync(console, progress, work) : ShowLinesAsync(console, progress, work);

    private static Task<T> ShowBarsAsync<T>(IAnsiConsole console, RunProgress progress, Func<Task<T>> work) =>
        console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).StartAsync(async context =>
        {
            ProgressTask whole = context.AddTask("whole run", maxValue: 1);
            ProgressTask stage = context.AddTask("starting", maxValue: 1);
            Task<T> task = work();
            while (await Task.WhenAny(task, Task.Delay(200)) != task)
            {
                (double share, TimeSpan? remaining) = progress.Overall();
                whole.Value = share;
                whole.Description = Markup.Escape("whole run, " + TimeLeft(remaining));
                if (progress.Latest is { } latest)
                {
                    stage.Value = latest.Total == 0 ? 1 : (double)latest.Done / latest.Total;
                    stage.Description = Markup.Escape(Line(latest));
                }
            }

            return await task;
        });

    private static async Task<T> ShowLinesAsync<T>(IAnsiConsole console, RunProgress progress, Func<Task<T>> work)
    {
        Task<T> task = work();
        (string, string)? shown = null;
        TimeSpan next = TimeSpan.Zero;
        while (await Task.WhenAny(task, Task.Delay(250)) != task)
        {
            if (progress.Latest is { } latest && ((latest.Unit, latest.Stage) != shown || progress.Elapsed >= next))
            {
                (double share, TimeSpan? remaining) = progress.Overall();
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Elapsed:mm\\:ss} {share * 100,3:F0} %  {Line(latest)}, {TimeLeft(remaining)}"));
                shown = (latest.Unit, latest.Stage);
                next = progress.Elapsed + s_plainInterval;
            }
        }

        return await task;
    }

    private static string Line(PipelineProgress progress)
    {
        string detail = progress.Detail.Length == 0 ? "" : ", " + progress.Detail;
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Unit}: {progress.Stage} {progress.Done}/{progress.Total}{detail}");
    }

    private static string TimeLeft(TimeSpan? remaining) =>
        remaining is { } left ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes}:{left.Seconds:00} left") : "time left not known yet";
}
