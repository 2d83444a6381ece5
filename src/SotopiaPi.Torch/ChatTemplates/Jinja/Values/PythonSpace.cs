namespace SotopiaPi.Torch;

/// <summary>White space as Python's <c>str.strip</c> sees it: Unicode white space and the separators U+001C to U+001F.</summary>
internal static class PythonSpace
{
    public static bool Is(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text) => text[SkipFrom(text, 0)..];

    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        int end = text.Length;
        while (end > 0 && Is(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    public static string Trim(string text) => TrimStart(TrimEnd(text)).ToString();

    /// <summary>The first offset at or after the start that is no white space.</summary>
    public static int SkipFrom(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && Is(text[start]))
        {
            start++;
        }

        return start;
    }
}
