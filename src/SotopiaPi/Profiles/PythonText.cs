using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes values as Python's <c>repr</c> does: the reference's texts and files hold such.</summary>
internal static class PythonText
{
    /// <summary>A list of texts: <c>['a', "it's"]</c>.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quoted))}]";

    /// <summary>A text in single quotes, in double quotes when it holds a single one and no double one.</summary>
    public static string Quoted(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        StringBuilder quoted = new(text.Length + 2);
        quoted.Append(quote);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\\' => quoted.Append("\\\\"),
                _ when c == quote => quoted.Append('\\').Append(c),
                < ' ' or '\u007f' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append(quote).ToString();
    }

    /// <summary>A floating-point number: always with a point or an exponent, the shortest digits that read back the same.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        string text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = e < 0 ? text : text[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int before = (point < 0 ? mantissa.Length : point) + (e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        int leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return (double.IsNegative(value) ? "-" : "") + (digits.Length == 0 ? "0.0" : Placed(digits, before - leading));
    }

    /// <summary>Places the point after a number of digits; beyond 16 digits before it or 4 zeros after it with an exponent.</summary>
    private static string Placed(string digits, int before)
    {
        if (before is > 16 or <= -4)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(before > 0 ? '+' : '-')}{Math.Abs(before - 1):00}");
        }

        return before <= 0 ? $"0.{new string('0', -before)}{digits}"
            : before >= digits.Length ? $"{digits.PadRight(before, '0')}.0"
            : $"{digits[..before]}.{digits[before..]}";
    }
}
