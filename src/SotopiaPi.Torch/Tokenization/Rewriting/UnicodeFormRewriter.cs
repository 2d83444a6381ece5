using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Brings text into a Unicode normalisation form, one combining sequence at a time so that offsets are known.</summary>
internal sealed class UnicodeFormRewriter(NormalizationForm form) : ITextRewriter
{
    private const char NoCharacter = '\uFFFE';     // which the runtime refuses to normalise

    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        if (Ascii.IsValid(text))
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
            string sequence = clean[start..end];
            string result = sequence[0] == NoCharacter ? sequence : sequence.Normalize(form);
            if (string.Equals(result, sequence, StringComparison.Ordinal))
            {
                output.Copy(clean, start, end);
            }
            else
            {
                ChangeWriter.Write(sequence, NormalizationChanges.Of(sequence, result, form), output, start);
            }

            start = end;
        }

        return true;
    }
}
