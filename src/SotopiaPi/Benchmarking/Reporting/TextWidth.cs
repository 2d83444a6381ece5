namespace SotopiaPi;

/// <summary>Estimates how wide a text is in a common sans-serif face: nobody measures fonts on a bare machine.</summary>
internal static class TextWidth
{
    private const string Narrow = "iljtfrI.,:;'!|()[] -";
    private const string Wide = "mwMW@%—";

    public static double Of(string text, double size = 12) => text.Sum(Share) * size;

    /// <summary>Cuts a text that is too wide and ends it with an ellipsis.</summary>
    public static string Fit(string text, double width, double size = 12)
    {
        if (Of(text, size) <= width)
        {
            return text;
        }

        double left = width - Of("…", size);
        int length = 0;
        while (length < text.Length && (left -= Share(text[length]) * size) >= 0)
        {
            length++;
        }

        length -= length > 0 && char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
        return text[..length] + "…";
    }

    private static double Share(char c) => c >= '\u2E80' ? 1.0 : Narrow.Contains(c, StringComparison.Ordinal) ? 0.36 : Wide.Contains(c, StringComparison.Ordinal) ? 0.92 : char.IsUpper(c) ? 0.7 : 0.57;
}
