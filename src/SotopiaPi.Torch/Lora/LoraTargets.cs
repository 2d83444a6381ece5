using System.Text.RegularExpressions;

namespace SotopiaPi.Torch;

/// <summary>Decides which paths an adapter changes, by the rules of PEFT.</summary>
internal static class LoraTargets
{
    /// <summary>Says whether a layer gets an update.</summary>
    public static bool Match(LoraOptions options, string path) =>
        options.TargetPattern is { } pattern ? Regex.IsMatch(path, $"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) : Match(options.TargetModules, path);

    /// <summary>Makes a pattern, or says what is wrong with it.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression without back references and look-around.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"'{pattern}' is not a pattern for paths of layers ({e.Message}); wanted a regular expression without back references and look-around.", nameof(pattern), e);
        }
    }

    /// <summary>Says whether a layer gets an update.</summary>
    /// <param name="targets">Ends of paths, or "all-linear" alone.</param>
    /// <param name="path">The layer's path, for example <c>model.layers.0.self_attn.q_proj</c>.</param>
    public static bool Match(IReadOnlyList<string> targets, string path) =>
        targets is [LoraOptions.AllLinear]
            ? !EndsWith(path, "lm_head")
            : targets.Any(target => EndsWith(path, target));

    private static bool EndsWith(string path, string end) =>
        path.EndsWith(end, StringComparison.Ordinal) && (path.Length == end.Length || path[^(end.Length + 1)] == '.');
}
