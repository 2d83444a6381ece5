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

        double size = Math.Abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e16))
        {
            string text = value.ToString("E16", CultureInfo.InvariantCulture);
            string shortest = value.ToString("R", CultureInfo.InvariantCulture);
            return Exponential(shortest.Contains('E', StringComparison.Ordinal) ? shortest : text);
        }

        string digits = value.ToString("R", CultureInfo.InvariantCulture);
        digits = digits.Contains('E', StringComparison.Ordinal) ? ((decimal)value).ToString(CultureInfo.InvariantCulture) : digits;
        return digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0";
    }

    private static string Exponential(string text)
    {
        int e = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = text[..e].Contains('.', StringComparison.Ordinal) ? text[..e].TrimEnd('0').TrimEnd('.') : text[..e];
        int exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
