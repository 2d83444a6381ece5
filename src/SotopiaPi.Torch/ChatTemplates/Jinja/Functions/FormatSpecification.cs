using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>How one value is laid out: the part that <c>%</c> formats and <c>str.format</c> share.</summary>
internal readonly record struct FormatSpecification(char Type, int Width, int Precision, bool Left, bool Zero, string Sign, bool Alternate)
{
    private const int Maximum = 100_000;

    /// <summary>Checks the numbers and makes a specification; −1 stands for none.</summary>
    public static FormatSpecification Create(char type, long width, long precision, bool left, bool zero, string sign, bool alternate) =>
        width <= Maximum && precision <= Maximum
            ? new FormatSpecification(type, (int)width, (int)precision, left, zero, sign, alternate)
            : throw JinjaError.Limit($"a format asks for a width or precision above {Maximum}");

    /// <summary>Lays a value out.</summary>
    public string Apply(object? value)
    {
        string text = Type switch
        {
            's' => Cut(PythonText.Of(value)),
            'r' or 'a' => Cut(PythonText.Repr(value)),
            'd' or 'i' or 'u' => Integer(value).ToString(CultureInfo.InvariantCulture),
            'x' => (Alternate ? "0x" : "") + Integer(value).ToString("x", CultureInfo.InvariantCulture),
            'X' => (Alternate ? "0X" : "") + Integer(value).ToString("X", CultureInfo.InvariantCulture),
            'o' => Convert.ToString(Integer(value), 8),
            'b' => Convert.ToString(Integer(value), 2),
            'c' => value as string ?? char.ConvertFromUtf32((int)Math.Clamp(Integer(value), 0, 0xD7FF)),
            'f' or 'F' => Number(value, "F"),
            'e' or 'E' => Exponent(value),
            'g' or 'G' => PythonFloat.Repr(JinjaNumber.ToDouble(value)) is var shown && shown.EndsWith(".0", StringComparison.Ordinal) ? shown[..^2] : PythonFloat.Repr(JinjaNumber.ToDouble(value)),
            _ => throw JinjaError.Value($"unsupported format character '{Type}'"),
        };
        bool numeric = Type is not ('s' or 'r' or 'a' or 'c');
        text = numeric && Sign.Length > 0 && !text.StartsWith('-') ? Sign + text : text;
        return Left ? text.PadRight(Math.Max(0, Width))
            : Zero && numeric ? ZeroPad(text)
            : text.PadLeft(Math.Max(0, Width));
    }

    private string Cut(string text) => Precision >= 0 && Precision < CodePoints.Count(text)
        ? string.Concat(CodePoints.Split(text).Take(Precision))
        : text;

    private static long Integer(object? value) => value is double number ? JinjaNumber.Truncate(number) : JinjaNumber.TryInteger(value, out long whole)
        ? whole
        : throw JinjaError.Type($"%d format: a real number is required, not {PythonText.TypeName(value)}");

    private string Number(object? value, string format) =>
        JinjaNumber.ToDouble(value).ToString(format + (Precision < 0 ? 6 : Precision).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private string Exponent(object? value)
    {
        string text = Number(value, Type.ToString());
        int mark = text.IndexOf(Type, StringComparison.Ordinal);
        return text[..(mark + 2)] + text[(mark + 2)..].TrimStart('0').PadLeft(2, '0');
    }

    private string ZeroPad(string text)
    {
        int sign = text.Length > 0 && text[0] is ('-' or '+' or ' ') ? 1 : 0;
        return text[..sign] + text[sign..].PadLeft(Math.Max(0, Width - sign), '0');
    }
}
