using System.Globalization;
using System.Text;
using System.Xml;

namespace SotopiaPi;

/// <summary>Entities and character references of marked texts.</summary>
internal static class MarkupEntities
{
    /// <summary>What a reference stands for, given without <c>&amp;</c> and <c>;</c>; <see langword="null"/> when it is unknown.</summary>
    public static string? Value(ReadOnlySpan<char> name) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var digits] => Character(digits, NumberStyles.AllowHexSpecifier),
        ['#', .. var digits] => Character(digits, NumberStyles.None),
        _ => null,
    };

    /// <summary>Replaces the references of an attribute's value.</summary>
    public static string Replace(string value, ref bool failed)
    {
        if (!value.Contains('&', StringComparison.Ordinal))
        {
            return value;
        }

        StringBuilder replaced = new();
        for (int i = 0; i < value.Length; i++)
        {
            int end = value[i] == '&' ? value.IndexOf(';', i) : -1;
            if (value[i] != '&')
            {
                replaced.Append(value[i]);
            }
            else if (end > 0 && Value(value.AsSpan(i + 1, end - i - 1)) is { } text)
            {
                replaced.Append(text);
                i = end;
            }
            else
            {
                failed = true;
            }
        }

        return replaced.ToString();
    }

    private static string? Character(ReadOnlySpan<char> digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out int code) && Rune.IsValid(code) && (code > 0xFFFF || XmlConvert.IsXmlChar((char)code))
            ? new Rune(code).ToString()
            : null;
}
