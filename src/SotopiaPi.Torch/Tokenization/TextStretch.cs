namespace SotopiaPi.Torch;

/// <summary>A stretch of text on its way through the pipeline, with the way back to the text as given.</summary>
/// <param name="text">The characters.</param>
/// <param name="map">The map of the rewritten text that this is a stretch of; null when that is the text as given.</param>
/// <param name="start">Where the stretch begins in that text.</param>
/// <param name="place">Where it stands in the input.</param>
internal readonly ref struct TextStretch(ReadOnlySpan<char> text, SourceMap? map, int start, TextPlace place)
{
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>A part of the stretch.</summary>
    public TextStretch Slice(int from, int to) => new(Text[from..to], map, start + from, from == 0 ? place : TextPlace.Inside);

    /// <summary>The range of the text as given that a range of the stretch came from.</summary>
    public (int Start, int End) Locate(int from, int to) => SourceMap.Locate(map, start + from, start + to);

    /// <summary>Applies a rewriter; returns the stretch itself when nothing changes.</summary>
    public TextStretch Rewrite(ITextRewriter rewriter, bool tracksRanges)
    {
        if (Text.IsEmpty)
        {
            return this;
        }

        RewrittenText output = new(tracksRanges);
        return rewriter.TryRewrite(Text, place, output)
            ? new TextStretch(output.Characters, tracksRanges ? SourceMap.Compose(output.Sources, map, start) : null, 0, place)
            : this;
    }
}
