using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>Shows or hides the hints in goals: <c>&lt;strategy_hint&gt;…&lt;/strategy_hint&gt;</c>.</summary>
internal static partial class HintTags
{
    /// <summary>Removes the marks of shown hints, and other hints with their text.</summary>
    public static string Render(string text, IReadOnlyList<string> shown) => text.Contains('<', StringComparison.Ordinal)
        ? Hint().Replace(text, match => shown.Contains(match.Groups[1].Value) ? match.Groups[2].Value : "")
        : text;

    [GeneratedRegex("<([a-z_]+)>(.*?)</\\1>", RegexOptions.Singleline, 1000)]
    private static partial Regex Hint();
}
