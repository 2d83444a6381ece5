using System.Globalization;

namespace SotopiaPi;

/// <summary>Names, space and what is skipped.</summary>
internal sealed partial class MarkupParser
{
    private string ParseName()
    {
        int start = _position;
        if (_position < text.Length && IsNameStart(text[_position]))
        {
            while (_position < text.Length && IsNamePart(text[_position]))
            {
                _position++;
            }
        }

        return text[start.._position];
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or ':';

    private static bool IsNamePart(char c) => IsNameStart(c) || c is '-' or '.' || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private void SkipMisc()
    {
        while (true)
        {
            SkipSpace();
            if (At("<?"))
            {
                Skip("?>");
            }
            else if (At("<!--"))
            {
                Skip("-->");
            }
            else
            {
                return;
            }
        }
    }

    private void Skip(string end)
    {
        int found = text.IndexOf(end, _position + 2, StringComparison.Ordinal);
        if (found < 0)
        {
            Fail();
        }

        _position = found < 0 ? text.Length : found + end.Length;
    }

    private void SkipSpace()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\n' or '\r')
        {
            _position++;
        }
    }

    private void Flush()
    {
        if (_text.Length > 0 && _open.Count > 0)
        {
            _open[^1].Children.Add(new MarkupNode(null, _text.ToString()));
        }

        _text.Clear();
    }

    private bool At(string start) => string.CompareOrdinal(text, _position, start, 0, start.Length) == 0;

    private void Fail() => _failed = true;
}
