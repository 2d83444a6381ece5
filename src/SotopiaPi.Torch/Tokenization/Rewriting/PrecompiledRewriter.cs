using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// Applies a precompiled character map as the tokenizers library does: grapheme by grapheme, where a map entry for the beginning of a short
/// grapheme replaces all of it; code point by code point where there is none.
/// </summary>
internal sealed class PrecompiledRewriter(CharacterMap map) : ITextRewriter
{
    private const int ShortGrapheme = 6;

    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        string clean = WellFormed.Text(text);
        List<(Rune Rune, int Change)> changes = new(clean.Length);
        bool modified = false;
        for (int start = 0; start < clean.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(clean, start);
            modified |= Add(clean.AsSpan(start, length), changes);
            start += length;
        }

        if (modified)
        {
            ChangeWriter.Write(clean, changes, output);
        }

        return modified;
    }

    private bool Add(ReadOnlySpan<char> grapheme, List<(Rune Rune, int Change)> changes)
    {
        if (Encoding.UTF8.GetByteCount(grapheme) < ShortGrapheme && TryReplace(grapheme, changes))
        {
            return true;
        }

        bool modified = false;
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in grapheme.EnumerateRunes())
        {
            if (TryReplace(units[..rune.EncodeToUtf16(units)], changes))
            {
                modified = true;
            }
            else
            {
                changes.Add((rune, 0));
            }
        }

        return modified;
    }

    private bool TryReplace(ReadOnlySpan<char> part, List<(Rune Rune, int Change)> changes)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes = bytes[..Encoding.UTF8.GetBytes(part, bytes)];
        if (map.Match(bytes, longest: false, out string replacement) == 0)
        {
            return false;
        }

        int before = Count(part);
        int written = 0;
        foreach (Rune rune in replacement.EnumerateRunes())
        {
            changes.Add((rune, written++ < before ? 0 : 1));
        }

        if (written < before && changes.Count > 0)
        {
            changes[^1] = (changes[^1].Rune, changes[^1].Change + written - before);
        }

        return true;
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
