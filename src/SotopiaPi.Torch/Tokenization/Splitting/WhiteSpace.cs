namespace SotopiaPi.Torch;

/// <summary>The alternatives <c>\s+(?!\S)|\s+</c> that end the byte-level patterns.</summary>
internal static class WhiteSpace
{
    /// <summary>The end of the word of white space that begins at <paramref name="start"/>: the run's last character is left to the next word.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        int end = CharacterClass.RunEnd(text, start, CharacterClass.Space);
        return end == text.Length || end - start == 1 ? end : end - 1;
    }
}
