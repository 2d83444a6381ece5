using System.Text;
using System.Text.RegularExpressions;

namespace SotopiaPi.Torch;

/// <summary>Removes white space from the ends of a text.</summary>
internal sealed class StripRewriter(bool left, bool right) : ITextRewriter
{
    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        int start = left ? text.Length - text.TrimStart().Length : 0;
        int end = right ? text.TrimEnd().Length : text.Length;
        if (start == 0 && end == text.Length)
        {
            return false;
        }

        output.Copy(text, start, Math.Max(start, end));
        return true;
    }
}

/// <summary>Turns letters into lower case.</summary>
internal sealed class LowercaseRewriter : ITextRewriter
{
    private const int CapitalIWithDot = 0x130;

    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        Span<char> units = stackalloc char[2];
        for (int start = 0; start < text.Length;)
        {
            Rune.DecodeFromUtf16(text[start..], out Rune rune, out int length);
            ReadOnlySpan<char> lower = rune.Value == CapitalIWithDot ? "i\u0307" : units[..Rune.ToLowerInvariant(rune).EncodeToUtf16(units)];
            output.Write(lower, start, start + length);
            start += length;
        }

        return true;
    }
}

/// <summary>Replaces the matches of a regular expression.</summary>
internal sealed class RegexReplaceRewriter(Regex pattern, string content) : ITextRewriter
{
    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        BmpView view = BmpView.Of(text);
        int start = 0;
        foreach (ValueMatch match in pattern.EnumerateMatches(view.Characters(text)))
        {
            if (match.Length > 0)
            {
                int end = view.Original(match.Index + match.Length);
                output.Copy(text, start, view.Original(match.Index));
                output.Write(content, view.Original(match.Index + match.Length - 1), end);
                start = end;
            }
        }

        if (start > 0)
        {
            output.Copy(text, start, text.Length);
        }

        return start > 0;
    }
}
