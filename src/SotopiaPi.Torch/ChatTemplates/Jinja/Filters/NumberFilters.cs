using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>Filters of numbers, and those that make numbers.</summary>
internal static class NumberFilters
{
    public static IEnumerable<KeyValuePair<string, JinjaFilter>> All =>
    [
        new("abs", (_, value, _) => JinjaNumber.TryInteger(value, out long number) ? (object)Math.Abs(Math.Max(number, -long.MaxValue)) : Math.Abs(JinjaNumber.ToDouble(value))),
        new("int", (_, value, arguments) => ToInteger(value, arguments)),
        new("float", (_, value, arguments) => ToDouble(value) ?? (arguments.TryGet(0, "default", out object? otherwise) ? otherwise : 0.0)),
        new("round", (_, value, arguments) => Round(value, arguments)),
    ];

    private static object? ToInteger(object? value, JinjaArguments arguments)
    {
        object? otherwise = arguments.TryGet(0, "default", out object? given) ? given : 0L;
        return value switch
        {
            string text => FromText(text.Trim().Replace("_", "", StringComparison.Ordinal), arguments.Integer(1, "base", 10)) ?? otherwise,
            double number when double.IsFinite(number) => JinjaNumber.Truncate(number),
            _ => JinjaNumber.TryInteger(value, out long whole) ? whole : otherwise,
        };
    }

    private static long? FromText(string text, long radix)
    {
        bool negative = text.StartsWith('-');
        string digits = text.TrimStart('+', '-');
        string prefix = radix switch { 16 => "0x", 8 => "0o", 2 => "0b", _ => "" };
        digits = prefix.Length > 0 && digits.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        try
        {
            long? whole = radix switch
            {
                10 => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null,
                2 or 8 or 16 when digits.Length > 0 => Convert.ToInt64(digits, (int)radix),
                _ => null,
            };
            return whole is { } found ? (negative ? -found : found)
                : ToDouble(text) is double real && double.IsFinite(real) ? JinjaNumber.Truncate(real)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static object? ToDouble(object? value) => value switch
    {
        string text => double.TryParse(PythonSpace.Trim(text), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null,
        _ => JinjaNumber.TryDouble(value, out double real) ? real : null,
    };

    private static double Round(object? value, JinjaArguments arguments)
    {
        int precision = (int)Math.Clamp(arguments.Integer(0, "precision", 0), -300, 300);
        string method = arguments.Text(1, "method", "common")!;
        double number = JinjaNumber.ToDouble(value);
        double scale = Math.Pow(10, precision);
        return method switch
        {
            "common" => precision is >= 0 and <= 15
                ? double.Parse(number.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var rounded
                    && precision > 0 ? rounded : Math.Round(number, MidpointRounding.ToEven)
                : Math.Round(number * scale, MidpointRounding.ToEven) / scale,
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            _ => throw new JinjaError("FilterArgumentError", "method must be common, ceil or floor"),
        };
    }
}
