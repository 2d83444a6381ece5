using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Word characters as <c>\w</c> of Unicode regular expressions: letters, marks, decimal digits, connectors and joiners.</summary>
internal static class WordCharacter
{
    public static bool StartsWith(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done && Is(rune);

    public static bool EndsWith(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done && Is(rune);

    private static bool Is(Rune rune) =>
        rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9)
        || Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
}
