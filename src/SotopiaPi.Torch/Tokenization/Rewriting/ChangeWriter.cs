using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Writes code points with the changes that led to them (see <see cref="NormalizationChanges"/>), and so finds their source.</summary>
internal static class ChangeWriter
{
    /// <param name="source">The text that was changed.</param>
    /// <param name="changes">What it became.</param>
    /// <param name="output">Takes the result.</param>
    /// <param name="offset">Where the source begins in the text that is being rewritten.</param>
    public static void Write(string source, IReadOnlyList<(Rune Rune, int Change)> changes, RewrittenText output, int offset = 0)
    {
        List<(int Start, int End)> places = [];
        foreach (Rune rune in source.EnumerateRunes())
        {
            int from = places.Count == 0 ? offset : places[^1].End;
            places.Add((from, from + rune.Utf16SequenceLength));
        }

        int next = 0;
        Span<char> units = stackalloc char[2];
        foreach ((Rune rune, int change) in changes)
        {
            int at = Math.Clamp(change > 0 ? next - 1 : next, 0, places.Count - 1);
            output.Write(units[..rune.EncodeToUtf16(units)], places[at].Start, places[at].End);
            next += change > 0 ? 0 : 1 - change;
        }
    }
}
