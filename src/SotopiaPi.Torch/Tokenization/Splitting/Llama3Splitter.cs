namespace SotopiaPi.Torch;

/// <summary>
/// Splits like the patterns of Llama 3 and Qwen 2,
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,k}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>,
/// without a regular expression; k is 3 for Llama 3 and 1 for Qwen 2.
/// </summary>
internal sealed class Llama3Splitter(int maximumDigits) : ITextSplitter
{
    private const string Before = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string After = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The pattern with up to three digits a word.</summary>
    public const string Llama3Pattern = Before + @"\p{N}{1,3}" + After;

    /// <summary>The pattern with one digit a word.</summary>
    public const string Qwen2Pattern = Before + @"\p{N}" + After;

    public void Split(ReadOnlySpan<char> text, WordEnds ends)
    {
        for (int start = 0; start < text.Length;)
        {
            start = NextEnd(text, start);
            ends.Add(start);
        }
    }

    private int NextEnd(ReadOnlySpan<char> text, int start)
    {
        char first = text[start];
        if (first == '\'' && ContractionLength(text[start..]) is > 0 and int contraction)
        {
            return start + contraction;
        }

        byte kind = CharacterClass.At(text, start, out int length);
        if (kind == CharacterClass.Letter)
        {
            return CharacterClass.RunEnd(text, start, CharacterClass.Letter);
        }

        if (kind == CharacterClass.Number)
        {
            return DigitsEnd(text, start);
        }

        int next = start + length;
        byte nextKind = next < text.Length ? CharacterClass.At(text, next, out _) : CharacterClass.Space;
        if (nextKind == CharacterClass.Letter && first is not ('\r' or '\n'))
        {
            return CharacterClass.RunEnd(text, next, CharacterClass.Letter);
        }

        if (kind == CharacterClass.Other || (first == ' ' && nextKind == CharacterClass.Other))
        {
            int end = CharacterClass.RunEnd(text, kind == CharacterClass.Other ? start : next, CharacterClass.Other);
            return LineBreaksEnd(text, end);
        }

        return SpacesEnd(text, start);
    }

    private int DigitsEnd(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        for (int digits = 0; digits < maximumDigits && end < text.Length; digits++)
        {
            if (CharacterClass.At(text, end, out int length) != CharacterClass.Number)
            {
                break;
            }

            end += length;
        }

        return end;
    }

    private static int LineBreaksEnd(ReadOnlySpan<char> text, int end)
    {
        while (end < text.Length && text[end] is ('\r' or '\n'))
        {
            end++;
        }

        return end;
    }

    private static int SpacesEnd(ReadOnlySpan<char> text, int start)
    {
        int end = CharacterClass.RunEnd(text, start, CharacterClass.Space);
        int lastBreak = text[start..end].LastIndexOfAny('\r', '\n');
        return lastBreak >= 0 ? start + lastBreak + 1 : WhiteSpace.End(text, start);
    }

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        // U+017F is a form of s under Unicode case folding, which the reference engine applies.
        if (text.Length > 1 && text[1] is ('s' or 'S' or '\u017F' or 't' or 'T' or 'm' or 'M' or 'd' or 'D'))
        {
            return 2;
        }

        return text.Length > 2 && ((char)(text[1] | 0x20), (char)(text[2] | 0x20)) is (('r', 'e') or ('v', 'e') or ('l', 'l')) ? 3 : 0;
    }
}
