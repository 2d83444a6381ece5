using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Operations on texts as Python's <c>str</c> has them.</summary>
internal static class PythonStrings
{
    /// <summary>Removes characters of a set, or white space, from the ends.</summary>
    public static string Strip(string text, string? characters, bool start, bool end)
    {
        int from = 0;
        int to = text.Length;
        while (start && from < to && Matches(text[from], characters))
        {
            from++;
        }

        while (end && to > from && Matches(text[to - 1], characters))
        {
            to--;
        }

        return text[from..to];
    }

    /// <summary>The words between white space.</summary>
    public static List<string> Words(string text, long maximum = -1)
    {
        List<string> words = [];
        int position = PythonSpace.SkipFrom(text, 0);
        while (position < text.Length)
        {
            int end = position;
            while (end < text.Length && !PythonSpace.Is(text[end]))
            {
                end++;
            }

            if (words.Count == maximum)
            {
                words.Add(PythonSpace.TrimEnd(text.AsSpan(position)).ToString());
                break;
            }

            words.Add(text[position..end]);
            position = PythonSpace.SkipFrom(text, end);
        }

        return words;
    }

    /// <summary>The parts between separators, with at most so many splits; negative for all.</summary>
    public static List<string> Split(string text, string separator, long maximum)
    {
        RequireSeparator(separator);
        List<string> parts = [];
        int position = 0;
        for (int found; parts.Count != maximum && (found = text.IndexOf(separator, position, StringComparison.Ordinal)) >= 0;)
        {
            parts.Add(text[position..found]);
            position = found + separator.Length;
        }

        parts.Add(text[position..]);
        return parts;
    }

    /// <summary>The parts between separators, splitting from the right.</summary>
    public static List<string> SplitRight(string text, string separator, long maximum)
    {
        RequireSeparator(separator);
        List<string> parts = [];
        int end = text.Length;
        while (parts.Count != maximum && end >= separator.Length)
        {
            int found = text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            parts.Add(text[(found + separator.Length)..end]);
            end = found;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    /// <summary>The lines of a text.</summary>
    public static List<string> Lines(string text, bool keepsEnds)
    {
        List<string> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r' or '\v' or '\f' or (>= '\u001C' and <= '\u001E') or '\u0085' or '\u2028' or '\u2029')
            {
                int end = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 2 : i + 1;
                lines.Add(text[start..(keepsEnds ? end : i)]);
                start = end;
                i = end - 1;
            }
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return lines;
    }

    /// <summary>Replaces a part, at most so many times; negative for all.</summary>
    public static string Replace(string text, string old, string replacement, long count)
    {
        if (count == 0 || (old.Length > 0 && !text.Contains(old, StringComparison.Ordinal)))
        {
            return text;
        }

        StringBuilder output = new();
        List<string> parts = old.Length > 0 ? Split(text, old, count) : Split(text, count);
        output.AppendJoin(replacement, parts);
        return output.Length <= JinjaLimits.TextLength ? output.ToString() : throw JinjaError.Limit("a replaced text is too long");
    }

    /// <summary>Fills a text up to a width: on the left (0), on the right (1), or on both sides (2).</summary>
    public static string Pad(JinjaRun run, string text, long width, string fill, int side)
    {
        if (CodePoints.Count(fill) != 1)
        {
            throw JinjaError.Type("The fill character must be exactly one character long");
        }

        long missing = width - CodePoints.Count(text);
        if (missing <= 0)
        {
            return text;
        }

        run.Charge(missing + text.Length);
        long left = side == 0 ? missing : side == 1 ? 0 : (missing / 2) + (missing & width & 1);
        return string.Concat(Enumerable.Repeat(fill, (int)left)) + text + string.Concat(Enumerable.Repeat(fill, (int)(missing - left)));
    }

    private static List<string> Split(string text, long count)
    {
        List<string> parts = ["", .. CodePoints.Split(text), ""];
        return count < 0 || count >= parts.Count - 1 ? parts : [.. parts.Take((int)count), string.Concat(parts.Skip((int)count))];
    }

    private static bool Matches(char c, string? characters) =>
        characters is null ? PythonSpace.Is(c) : characters.Contains(c, StringComparison.Ordinal);

    private static void RequireSeparator(string separator)
    {
        if (separator.Length == 0)
        {
            throw JinjaError.Value("empty separator");
        }
    }
}
