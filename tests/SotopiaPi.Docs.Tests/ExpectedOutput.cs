using System.Text;
using System.Text.RegularExpressions;

namespace SotopiaPi.Docs.Tests;

/// <summary>Compares what a command printed with a block of expected output: each line of the block appears, in this order; <c>…</c> stands for any text.</summary>
internal static class ExpectedOutput
{
    /// <summary>Returns the first line of the block that is missing, or null.</summary>
    public static string? FirstMissing(string expected, string output)
    {
        string[] printed = [.. output.Split('\n').Select(line => line.Trim())];
        int next = 0;
        foreach (string line in expected.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line != "…"))
        {
            Regex pattern = Pattern(line);
            int found = Array.FindIndex(printed, next, pattern.IsMatch);
            if (found < 0)
            {
                return line;
            }

            next = found + 1;
        }

        return null;
    }

    private static Regex Pattern(string line)
    {
        StringBuilder pattern = new("^");
        foreach (string part in Regex.Split(line, "(…)"))
        {
            pattern.Append(part == "…" ? ".*" : Regex.Replace(Regex.Escape(part), @"(\\ )+", @"\s+"));
        }

        return new Regex(pattern.Append('$').ToString(), RegexOptions.None, TimeSpan.FromSeconds(5));
    }
}
