namespace SotopiaPi.Torch;

/// <summary>
/// Splits like the pattern of GPT-2, <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, without a
/// regular expression, and sees code points outside the BMP as what they are.
/// </summary>
internal sealed class Gpt2Splitter : ITextSplitter
{
    /// <summary>The pattern that this class implements.</summary>
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public void Split(ReadOnlySpan<char> text, WordEnds ends)
    {
        for (int start = 0; start < text.Length;)
        {
            start = NextEnd(text, start);
            ends.Add(start);
        }
    }

    private static int NextEnd(ReadOnlySpan<char> text, int start)
    {
        char first = text[start];
        if (first == '\'' && ContractionLength(text[start..]) is > 0 and int length)
        {
            return start + length;
        }

        int body = first == ' ' && start + 1 < text.Length ? start + 1 : start;
        byte kind = CharacterClass.At(text, body, out _);
        return kind != CharacterClass.Space
            ? CharacterClass.RunEnd(text, body, kind)
            : WhiteSpace.End(text, start);
    }

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[1] is ('s' or 't' or 'm' or 'd'))
        {
            return 2;
        }

        return text.Length > 2 && (text[1], text[2]) is (('r', 'e') or ('v', 'e') or ('l', 'l')) ? 3 : 0;
    }
}
