using System.Diagnostics;

namespace SotopiaPi.Benchmarks;

/// <summary>How fast episodes are played, kept, listed and exported. The baselines are the limits that the project set itself.</summary>
internal sealed class PlatformRatios : IRatioGroup
{
    public string Name => "platform";

    public IEnumerable<Ratio> Measure(bool full)
    {
        int count = full ? 10_000 : 2_000;
        Run(PlatformWorkload.PlayAsync(0, 500, _ => ValueTask.CompletedTask));
        yield return PerSecond("episodes_memory", count, 1000, "episodes/s", () => Run(PlatformWorkload.PlayAsync(0, count, _ => ValueTask.CompletedTask)));
        string folder = Directory.CreateTempSubdirectory("sotopiapi-bench-").FullName;
        try
        {
            foreach (Ratio ratio in Stored(Path.Combine(folder, "episodes.db"), full))
            {
                yield return ratio;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Ratio> Stored(string path, bool full)
    {
        SqliteEpisodeStore store = SqliteEpisodeStore.Open(path);
        const int Count = 10_000;
        int timed = full ? Count : 2_000;
        yield return PerSecond("episodes_sqlite", timed, 300, "episodes/s", () => Run(PlatformWorkload.PlayAsync(0, timed, async episode => await store.TryAppendAsync(episode))));
        Run(PlatformWorkload.PlayAsync(timed, Count - timed, async episode => await store.TryAppendAsync(episode)));
        store.List(new EpisodeQuery());
        long start = Stopwatch.GetTimestamp();
        int all = store.List(new EpisodeQuery()).Count;
        int tagged = store.List(new EpisodeQuery { Tag = "tag3", AgentId = "a2", Model = new ModelRef("agent") }).Count;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        yield return all == Count && tagged == Count / 10
            ? Ratio.Of("query_10k", 1 / seconds, 1 / 0.5, "lists/s") with { Note = FormattableString.Invariant($"{seconds:F3} s to list {all} episodes and filter {tagged}") }
            : throw new InvalidOperationException($"the store lists {all} and {tagged} episodes");
        yield return Export(store, path + ".jsonl");
        Run(store.DisposeAsync().AsTask());
    }

    private static Ratio Export(SqliteEpisodeStore store, string path)
    {
        using FileStream output = File.Create(path);
        Run(EpisodeLogExport.WriteAsync(store, new EpisodeQuery(), Stream.Null, ReferenceVersion.V2023));
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        Run(Task.Run(async () => count = await EpisodeLogExport.WriteAsync(store, new EpisodeQuery(), output, ReferenceVersion.V2023)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cores = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds;
        double rate = output.Length / 1e6 / seconds;
        return Ratio.Of("episode_log_export", rate, 60, "MB/s") with { Note = FormattableString.Invariant($"{count} episodes, {output.Length / 1e6:F0} MB, read from the store and written to a file; the process had {cores:F2} cores; {rate / cores:F0} MB/s for each core it had") };
    }

    private static Ratio PerSecond(string name, int count, double wanted, string unit, Action run)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cores = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds;
        return Ratio.Of(name, count / seconds, wanted, unit) with { Note = FormattableString.Invariant($"the process had {cores:F2} cores; {count / seconds / cores:F0} {unit} for each core it had") };
    }

    private static void Run(Task task) => task.GetAwaiter().GetResult();
}
