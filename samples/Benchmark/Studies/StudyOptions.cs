using System.CommandLine;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Options that several studies share.</summary>
internal static class StudyOptions
{
    public static Option<string> Out(string study) => new("--out") { Description = "Folder of the study. The same command continues one that broke.", DefaultValueFactory = _ => Path.Combine("runs", study) };

    public static Option<long> Seed() => new("--seed") { Description = "Seed of everything that is drawn.", DefaultValueFactory = _ => 1 };

    public static Option<int> Repeats(int number) => new("--repeats") { Description = "Episodes of each case and agent.", DefaultValueFactory = _ => number };

    public static Option<int> MaxTurns() => new("--max-turns") { Description = "The longest episode, in turns.", DefaultValueFactory = _ => 20 };

    /// <summary>The prompt pack when none is named: the small model that plays when no agent is named knows but the compact one.</summary>
    public static string Prompts(PlayerArguments players) => players.Models.Count == 0 && players.Agents.Count == 0 ? "compact" : "default";
}
