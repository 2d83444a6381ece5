using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the pre-tokenizer <c>Split</c>. Well-known patterns get a hand-written splitter, which tests compare with the pattern.</summary>
internal static class SplitReader
{
    public static ITextSplitter Read(JsonElement element)
    {
        SplitBehavior behavior = ReadBehavior(element.Required("behavior", "Split").Text("Split.behavior"));
        bool invert = element.Flag("invert", false);
        JsonElement pattern = element.Required("pattern", "Split");
        if (pattern.OptionalText("String", "Split.pattern") is { } literal)
        {
            return new LiteralSplitter(literal, behavior, invert);
        }

        string regex = pattern.Required("Regex", "Split.pattern").Text("Split.pattern.Regex");
        return behavior == SplitBehavior.Isolated || (behavior == SplitBehavior.Removed && invert)
            ? WellKnown(regex) ?? new RegexSplitter(regex, behavior, invert)
            : new RegexSplitter(regex, behavior, invert);
    }

    /// <summary>The hand-written splitter of a pattern, or null.</summary>
    public static ITextSplitter? WellKnown(string pattern) => pattern switch
    {
        Gpt2Splitter.Pattern => new Gpt2Splitter(),
        Llama3Splitter.Llama3Pattern => new Llama3Splitter(3),
        Llama3Splitter.Qwen2Pattern => new Llama3Splitter(1),
        _ => null,
    };

    private static SplitBehavior ReadBehavior(string name) => name switch
    {
        "Isolated" => SplitBehavior.Isolated,
        "Removed" => SplitBehavior.Removed,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        _ => throw JsonReading.Unsupported("behavior of Split", name, "Isolated, Removed, MergedWithPrevious, MergedWithNext, Contiguous"),
    };
}
