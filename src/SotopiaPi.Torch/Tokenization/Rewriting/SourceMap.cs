namespace SotopiaPi.Torch;

/// <summary>Leads from the units of a rewritten text back to ranges of the text as given.</summary>
internal sealed class SourceMap
{
    private readonly (int Start, int End)[] _ranges;

    private SourceMap((int Start, int End)[] ranges) => _ranges = ranges;

    /// <summary>Composes a rewriting step with the map of the text it started from.</summary>
    /// <param name="sources">The ranges of the step, in units of the step's input.</param>
    /// <param name="earlier">The map of the whole text that the input is a stretch of; null when that is the text as given.</param>
    /// <param name="start">Where the input begins in that text.</param>
    public static SourceMap Compose(ReadOnlySpan<(int Start, int End)> sources, SourceMap? earlier, int start)
    {
        var ranges = new (int, int)[sources.Length];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = Locate(earlier, start + sources[i].Start, start + sources[i].End);
        }

        return new SourceMap(ranges);
    }

    /// <summary>The range of the text as given that a range of a text came from.</summary>
    public static (int Start, int End) Locate(SourceMap? map, int start, int end) =>
        map is null ? (start, end)
        : start >= end || map._ranges.Length == 0 ? (0, 0)
        : (map._ranges[start].Start, map._ranges[end - 1].End);
}
