using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>The classes that byte-level patterns distinguish, each code point being in exactly one.</summary>
internal static class CharacterClass
{
    public const byte Other = 0;
    public const byte Letter = 1;
    public const byte Number = 2;
    public const byte Space = 3;

    private static readonly byte[] s_table = MakeTable();

    /// <summary>The class of the code point at an index, and how many UTF-16 units it takes.</summary>
    public static byte At(ReadOnlySpan<char> text, int index, out int length)
    {
        char c = text[index];
        length = 1;
        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return Of(CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(c, text[index + 1])));
        }

        return s_table[c];
    }

    /// <summary>The end of the run of code points of one class that begins at an index.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int index, byte characterClass)
    {
        byte[] table = s_table;
        while (index < text.Length)
        {
            char c = text[index];
            if (char.IsHighSurrogate(c))
            {
                if (At(text, index, out int length) != characterClass)
                {
                    return index;
                }

                index += length;
            }
            else if (table[c] == characterClass)
            {
                index++;
            }
            else
            {
                return index;
            }
        }

        return index;
    }

    private static byte[] MakeTable()
    {
        byte[] table = new byte[0x10000];
        for (int c = 0; c < table.Length; c++)
        {
            table[c] = char.IsWhiteSpace((char)c) ? Space : Of(CharUnicodeInfo.GetUnicodeCategory((char)c));
        }

        return table;
    }

    private static byte Of(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Number,
        _ => Other,
    };
}
