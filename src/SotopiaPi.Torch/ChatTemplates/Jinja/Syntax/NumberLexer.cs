namespace SotopiaPi.Torch;

/// <summary>Finds the end of a number: decimal with optional underscores, fraction and exponent, or with the prefix 0x, 0o or 0b.</summary>
internal static class NumberLexer
{
    public static int End(string text, int start, out bool isFloat)
    {
        isFloat = false;
        if (text[start] == '0' && start + 1 < text.Length && (text[start + 1] | 0x20) is ('x' or 'o' or 'b'))
        {
            return DigitsEnd(text, start + 2, char.IsAsciiHexDigit);
        }

        int end = DigitsEnd(text, start, char.IsAsciiDigit);
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            isFloat = true;
            end = DigitsEnd(text, end + 1, char.IsAsciiDigit);
        }

        int exponent = end + 1;
        if (end < text.Length && (text[end] | 0x20) == 'e')
        {
            exponent += exponent < text.Length && text[exponent] is ('+' or '-') ? 1 : 0;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                isFloat = true;
                end = DigitsEnd(text, exponent, char.IsAsciiDigit);
            }
        }

        return end;
    }

    private static int DigitsEnd(string text, int start, Func<char, bool> isDigit)
    {
        while (start < text.Length && (isDigit(text[start]) || (text[start] == '_' && start + 1 < text.Length && isDigit(text[start + 1]))))
        {
            start++;
        }

        return start;
    }
}
