using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>A text as a UTF-16 regular expression should see it: each surrogate pair is one BMP character of the same general category.</summary>
internal readonly struct BmpView
{
    /// <summary>One BMP character for each general category, in the order of <see cref="UnicodeCategory"/>; rare letters that no pattern names.</summary>
    internal const string Representatives =
        "\uA680\uA681\u1F88\uA7F9\uA4D0\uA66F\uA880\uA670\uA8D0\u2188\uA830\u1680\u2028\u2029\u0007\uFFF9\uD800\uE000\uFE33\uFE31\uFE35\uFE36\u2E02\u2E03\uA8CE\u2A00\uA838\uA700\uA828\u0378";

    private readonly char[]? _characters;
    private readonly int[]? _original;

    private BmpView(char[] characters, int[] original) => (_characters, _original) = (characters, original);

    /// <summary>Makes the view; it is the text itself when that has no surrogate pairs.</summary>
    public static BmpView Of(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return default;
        }

        char[] characters = new char[text.Length];
        int[] original = new int[text.Length + 1];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            original[count] = i;
            characters[count] = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                characters[count] = Representatives[(int)CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(text[i], text[i + 1]))];
                i++;
            }

            count++;
        }

        original[count] = text.Length;
        return new BmpView(characters[..count], original);
    }

    /// <summary>The characters shown.</summary>
    public ReadOnlySpan<char> Characters(ReadOnlySpan<char> text) => _characters is null ? text : _characters;

    /// <summary>The position in the text that a position in the view stands for.</summary>
    public int Original(int position) => _original is null ? position : _original[position];
}
