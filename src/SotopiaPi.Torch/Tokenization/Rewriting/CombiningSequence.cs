using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Finds stretches of text that normalise independently of their neighbours.</summary>
internal static class CombiningSequence
{
    /// <summary>The end of the sequence that begins at <paramref name="start"/>: its base and all that may combine with it.</summary>
    public static int End(string text, int start, NormalizationForm form)
    {
        int end = start + Length(text, start);
        while (end < text.Length && Combines(text, end, form))
        {
            end += Length(text, end);
        }

        return end;
    }

    private static bool Combines(string text, int index, NormalizationForm form)
    {
        char c = text[index];
        if (c < 0x300)
        {
            return false;
        }

        if (c is >= '\u1160' and <= '\u11FF')
        {
            return true;    // Hangul vowels and final consonants
        }

        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, index);
        return category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            || (form is NormalizationForm.FormKC or NormalizationForm.FormKD && c is '\uFF9E' or '\uFF9F');
    }

    private static int Length(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
}
