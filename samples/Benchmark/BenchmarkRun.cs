using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>One run: play, rate, report. Everything finished lies in the folder's store, so the same command goes on where it stopped.</summary>
internal static class BenchmarkRun
{
    public static async Task<int> ExecuteAsync(IAnsiConsole console, RunArguments arguments, CancellationToken cancellationToken)
    {
        TaskChoice tasks = await TaskChoice.OfAsync(arguments, cancellationToken);
        await using Players players = new(arguments.Players, tasks.Scripted, tasks.Prompts, tasks.Judges);
        string? truth = TrueJudge(arguments, tasks, players);
        using RunFolder folder = RunFolder.Open(arguments.Out, new Dictionary<string, string> { ["kind"] = "benchmark" }, resume: true);
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.StoreFile);
        console.WriteLine($"{tasks.Set.Name}: {tasks.Set.Presence}; agents {string.Join(", ", players.Agents.Select(agent => agent.Name))}; partner {players.Partner.Name}; judges {string.Join(", ", players.Judges.Select(judge => judge.Name))}.");
        Benchmark benchmark = new(tasks.Set, store, players.Collector(), players.Judges) { Options = tasks.Rules, Partner = players.Partner, Repetitions = arguments.Repeats };
        BenchmarkResult result = await ProgressView.ShowAsync(console, progress => benchmark.RunAsync(players.Agents, progress, cancellationToken));
        BenchmarkReportOptions options = new() { TrueJudge = truth, Notes = tasks.Notes };
        foreach (BenchmarkJudge judge in result.Judges)
        {
            console.WriteLine($"Scores by {judge.Name}:");
            TableView.Write(console, BenchmarkReport.Scores(result, judge));
        }

        IReadOnlyList<string> files = BenchmarkFiles.Write(arguments.Out, result, options);
        console.WriteLine($"Written: {string.Join(", ", files)}.");
        return 0;
    }

    private static string? TrueJudge(RunArguments arguments, TaskChoice tasks, Players players)
    {
        if (arguments.TrueJudge is { } named && players.Judges.All(judge => judge.Name != named))
        {
            throw new ArgumentException($"--true-judge names '{named}', but the judges are {string.Join(", ", players.Judges.Select(judge => judge.Name))}: name one of them.");
        }

        return arguments.TrueJudge ?? (players.Judges.Any(judge => judge.Name == tasks.TrueJudge) ? tasks.TrueJudge : null);
    }
}
