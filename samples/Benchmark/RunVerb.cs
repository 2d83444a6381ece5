using System.CommandLine;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary><c>run</c>: agents play a task set against one partner, judges rate them.</summary>
internal static class RunVerb
{
    private static readonly string[] s_sets =
    [
        BenchmarkTaskSets.AllName, BenchmarkTaskSets.HardName, BenchmarkTaskSets.HardItemsName, RepresentativeDraw.Name,
        BenchmarkTaskSets.FullName, BenchmarkTaskSets.CooperativeName, BenchmarkTaskSets.CompetitiveName,
    ];

    /// <summary>Gives a command the options and the action of <c>run</c>.</summary>
    public static Command Add(Command command, IAnsiConsole console)
    {
        Option<string?> tasks = new("--tasks") { Description = "Folder of tasks in the published format; default: 50 tasks of the built-in offline world." };
        Option<string?> set = new("--set") { Description = $"With --tasks, the task set: {string.Join(", ", s_sets)}. Default: all." };
        Option<int?> limit = new("--limit") { Description = "Only the first tasks of the set." };
        Option<string> output = new("--out") { Description = "Folder of the run: episodes, ratings, reports. The same command continues a run that broke; more agents, judges or repeats add to it.", DefaultValueFactory = _ => Path.Combine("runs", "benchmark") };
        Option<long> seed = new("--seed") { Description = "Seed of everything that is drawn.", DefaultValueFactory = _ => 1 };
        Option<int> repeats = new("--repeats") { Description = "Episodes of each point.", DefaultValueFactory = _ => 1 };
        Option<int> maxTurns = new("--max-turns") { Description = "The longest episode, in turns.", DefaultValueFactory = _ => 20 };
        Option<string?> trueJudge = new("--true-judge") { Description = "The judge that is taken for the truth: the report shows the bias of the others. Default: none; outcome for the offline world." };
        Option<string?> reference = new("--reference") { Description = "For the set 'representative': points.jsonl of a run of the reference agent on the set 'hard'." };
        Option<string?> referenceAgent = new("--reference-agent") { Description = "The agent in --reference; needed when it holds several." };
        set.AcceptOnlyFromAmong(s_sets);
        Verbs.AtLeast(1, limit, repeats, maxTurns);
        foreach (Option option in new Option[] { tasks, set, limit, output, seed, repeats, maxTurns, trueJudge, reference, referenceAgent })
        {
            command.Options.Add(option);
        }

        PlayerOptions players = new(command);
        command.SetAction((parsed, cancellationToken) => Verbs.GuardAsync(console, () => BenchmarkRun.ExecuteAsync(console, new RunArguments
        {
            Tasks = parsed.GetValue(tasks),
            Set = parsed.GetValue(set),
            Limit = parsed.GetValue(limit),
            Out = parsed.GetRequiredValue(output),
            Seed = parsed.GetValue(seed),
            Repeats = parsed.GetValue(repeats),
            MaxTurns = parsed.GetValue(maxTurns),
            Players = players.Read(parsed),
            TrueJudge = parsed.GetValue(trueJudge),
            Reference = parsed.GetValue(reference),
            ReferenceAgent = parsed.GetValue(referenceAgent),
        }, cancellationToken), cancellationToken));
        return command;
    }
}
