namespace SotopiaPi.Torch;

/// <summary>Splits at each occurrence of a literal text.</summary>
internal sealed class LiteralSplitter(string literal, SplitBehavior behavior, bool invert = false) : ITextSplitter
{
    public void Split(ReadOnlySpan<char> text, WordEnds ends)
    {
        SplitPieces pieces = new(behavior, ends);
        for (int start = 0; start < text.Length;)
        {
            int found = text[start..].IndexOf(literal, StringComparison.Ordinal);
            int gapEnd = found < 0 ? text.Length : start + found;
            if (gapEnd > start)
            {
                pieces.Add(gapEnd, invert);
            }

            start = gapEnd;
            if (found >= 0)
            {
                start += literal.Length;
                pieces.Add(start, !invert);
            }
        }

        pieces.Finish();
    }
}
