namespace SotopiaPi.Torch;

/// <summary>The mark <c>▁</c> (U+2581) that stands for a space in SentencePiece vocabularies.</summary>
internal static class SpaceMark
{
    public const char Character = '\u2581';
    public const string Text = "\u2581";

    /// <summary>The end of the first word: a run of marks and what follows up to the next mark.</summary>
    public static int WordEnd(ReadOnlySpan<char> text)
    {
        int body = text.IndexOfAnyExcept(Character);
        int next = body < 0 ? -1 : text[body..].IndexOf(Character);
        return next < 0 ? text.Length : body + next;
    }

    /// <summary>Whether a token holds a mark after other text.</summary>
    public static bool IsCrossedBy(ReadOnlySpan<char> token) => WordEnd(token) < token.Length;
}
