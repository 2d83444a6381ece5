namespace SotopiaPi.Torch;

/// <summary>Decides which paths an adapter changes, by the rules of PEFT.</summary>
internal static class LoraTargets
{
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
