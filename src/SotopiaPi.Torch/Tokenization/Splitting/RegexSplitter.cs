using System.Text.RegularExpressions;

namespace SotopiaPi.Torch;

/// <summary>
/// Splits at the matches of a regular expression. Code points outside the BMP are shown to the expression as one BMP character of the same
/// general category, so that classes such as <c>\p{L}</c> see them.
/// </summary>
internal sealed class RegexSplitter : ITextSplitter
{
    private readonly Regex _regex;
    private readonly string _pattern;
    private readonly SplitBehavior _behavior;
    private readonly bool _invert;

    public RegexSplitter(string pattern, SplitBehavior behavior, bool invert = false)
    {
        (_pattern, _behavior, _invert) = (pattern, behavior, invert);
        _regex = TokenizerRegex.Create(pattern);
    }

    public void Split(ReadOnlySpan<char> text, WordEnds ends)
    {
        BmpView view = BmpView.Of(text);
        ReadOnlySpan<char> shown = view.Characters(text);
        SplitPieces pieces = new(_behavior, ends);
        int position = 0;
        try
        {
            foreach (ValueMatch match in _regex.EnumerateMatches(shown))
            {
                if (match.Length == 0)
                {
                    continue;
                }

                if (match.Index > position)
                {
                    pieces.Add(view.Original(match.Index), _invert);
                }

                position = match.Index + match.Length;
                pieces.Add(view.Original(position), !_invert);
            }
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new TokenizerException($"The splitting pattern '{Shown.Text(_pattern)}' took longer than {TokenizerRegex.Timeout.TotalMilliseconds} ms on one word.", exception);
        }

        if (position < shown.Length)
        {
            pieces.Add(text.Length, _invert);
        }

        pieces.Finish();
    }
}
