using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Reads the escape sequences of Python string literals; unknown ones stay as they are.</summary>
internal static class StringLiteral
{
    /// <summary>The value of a literal without its quotes; null when an escape is damaged.</summary>
    public static string? Unescape(ReadOnlySpan<char> literal)
    {
        if (!literal.Contains('\\'))
        {
            return literal.ToString();
        }

        StringBuilder value = new(literal.Length);
        for (int i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\' || i + 1 >= literal.Length)
            {
                value.Append(literal[i]);
                continue;
            }

            int length = AppendEscape(literal[(i + 1)..], value);
            if (length == 0)
            {
                return null;
            }

            i += length;
        }

        return value.ToString();
    }

    /// <summary>Appends what an escape stands for and returns its length after the backslash; 0 when it is damaged.</summary>
    private static int AppendEscape(ReadOnlySpan<char> escape, StringBuilder value)
    {
        char kind = escape[0];
        int digits = kind switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            return escape.Length > digits && int.TryParse(escape.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
                && AppendCodePoint(code, value) ? digits + 1 : 0;
        }

        if (kind is >= '0' and <= '7')
        {
            return AppendOctal(escape, value);
        }

        value.Append(kind switch
        {
            '\n' => "",
            '\\' or '\'' or '"' => kind.ToString(),
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",
            _ => "\\" + kind,
        });
        return 1;
    }

    private static int AppendOctal(ReadOnlySpan<char> escape, StringBuilder value)
    {
        int length = 0;
        int code = 0;
        while (length < 3 && length < escape.Length && escape[length] is >= '0' and <= '7')
        {
            code = (code * 8) + escape[length++] - '0';
        }

        value.Append((char)code);
        return length;
    }

    private static bool AppendCodePoint(int code, StringBuilder value)
    {
        if (code is < 0 or > 0x10FFFF)
        {
            return false;
        }

        value.Append(code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code));
        return true;
    }
}
