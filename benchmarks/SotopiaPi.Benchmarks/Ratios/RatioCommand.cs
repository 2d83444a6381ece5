using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace SotopiaPi.Benchmarks;

/// <summary>Runs the ratios of a group and prints each as a line of JSON; facts about the machine go to the error stream.</summary>
internal static class RatioCommand
{
    private const string OnlyOption = "--only=";

    private static string? s_only;

    /// <summary>Whether a ratio is to be measured: all are, unless the command line names the beginning of those it wants. Groups of long measurements ask.</summary>
    public static bool Wants(string ratio) => s_only is null || ratio.StartsWith(s_only, StringComparison.Ordinal);

    public static int Run(IReadOnlyList<string> arguments)
    {
        Dictionary<string, IRatioGroup> groups = Implementations.Of<IRatioGroup>().ToDictionary(group => group.Name);
        if (arguments.Count == 0 || !groups.TryGetValue(arguments[0], out IRatioGroup? group) || arguments.Skip(1).Any(argument => argument != "--full" && !argument.StartsWith(OnlyOption, StringComparison.Ordinal)))
        {
            Console.Error.WriteLine($"usage: --ratios {string.Join('|', groups.Keys.Order(StringComparer.Ordinal))} [--full] [{OnlyOption}BEGINNING-OF-A-NAME]");
            return 2;
        }

        string vectors = Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "no AVX";
        Console.Error.WriteLine($"{Environment.ProcessorCount} processors, {vectors}, .NET {Environment.Version}, process {(Environment.Is64BitProcess ? 64 : 32)} bit");
        s_only = arguments.FirstOrDefault(argument => argument.StartsWith(OnlyOption, StringComparison.Ordinal))?[OnlyOption.Length..];
        long start = Stopwatch.GetTimestamp();
        foreach (Ratio ratio in group.Measure(arguments.Contains("--full")))
        {
            Console.WriteLine(ratio.ToJson());
        }

        Console.Error.WriteLine(FormattableString.Invariant($"{group.Name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
        return 0;
    }
}
