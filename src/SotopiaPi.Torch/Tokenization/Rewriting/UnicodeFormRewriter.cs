using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Brings text into a Unicode normalisation form, one combining sequence at a time so that offsets are known.</summary>
internal sealed class UnicodeFormRewriter(NormalizationForm form) : ITextRewriter
{
    private const char NoCharacter = '\uFFFE';     // which the runtime refuses to normalise

    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return false;
        }

        string clean = WellFormed.Text(text);
        if (!clean.Contains(NoCharacter, StringComparison.Ordinal) && clean.IsNormalized(form))
        {
            return false;
        }

        for (int start = 0; start < clean.Length;)
        {
            int end = CombiningSequence.End(clean, start, form);
            WriteSequence(clean, start, end, output);
            start = end;
        }

        return true;
    }

    private void WriteSequence(string text, int start, int end, RewrittenText output)
    {
        string sequence = text[start..end];
        string result = sequence[0] == NoCharacter ? sequence : sequence.Normalize(form);
        if (string.Equals(result, sequence, StringComparison.Ordinal))
        {
            output.Copy(text, start, end);
            return;
        }

        // Code points are paired from the left; what is left over stands for the last source code point that was reached.
        int source = start;
        int length = RuneLength(text, source);
        for (int i = 0; i < result.Length;)
        {
            int unit = RuneLength(result, i);
            output.Write(result.AsSpan(i, unit), source, source + length);
            i += unit;
            if (i < result.Length && source + length < end)
            {
                source += length;
                length = RuneLength(text, source);
            }
        }
    }

    private static int RuneLength(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
}
