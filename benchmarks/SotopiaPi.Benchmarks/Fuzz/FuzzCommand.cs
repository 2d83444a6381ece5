using System.Globalization;

namespace SotopiaPi.Benchmarks;

/// <summary>Runs a fuzz group; exit code 1 when it found something.</summary>
internal static class FuzzCommand
{
    private const int DefaultCount = 1_000_000;

    public static int Run(IReadOnlyList<string> arguments)
    {
        Dictionary<string, IFuzzGroup> groups = Implementations.Of<IFuzzGroup>().ToDictionary(group => group.Name);
        int count = DefaultCount;
        bool understood = arguments.Count switch
        {
            1 => true,
            3 => arguments[1] == "--count" && int.TryParse(arguments[2], NumberStyles.None, CultureInfo.InvariantCulture, out count),
            _ => false,
        };
        if (!understood || !groups.TryGetValue(arguments[0], out IFuzzGroup? group))
        {
            Console.Error.WriteLine($"usage: --fuzz {string.Join('|', groups.Keys.Order(StringComparer.Ordinal))} [--count N]");
            return 2;
        }

        string[] found = [.. group.Run(count)];
        foreach (string problem in found)
        {
            Console.WriteLine(problem);
        }

        Console.WriteLine(FormattableString.Invariant($"{count} inputs, {found.Length} undocumented outcomes"));
        return found.Length == 0 ? 0 : 1;
    }
}
