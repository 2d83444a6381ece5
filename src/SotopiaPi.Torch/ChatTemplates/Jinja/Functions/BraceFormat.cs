using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Formats with <c>str.format</c>: <c>{}</c>, <c>{0}</c>, <c>{name}</c>, each with an optional specification.</summary>
internal static class BraceFormat
{
    public static string Apply(string format, JinjaArguments arguments)
    {
        StringBuilder output = new(format.Length + 16);
        int automatic = 0;
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            bool doubled = i + 1 < format.Length && format[i + 1] == c;
            if (c is not ('{' or '}') || doubled)
            {
                output.Append(c);
                i += c is '{' or '}' ? 1 : 0;
                continue;
            }

            int close = c == '{' ? format.IndexOf('}', i) : -1;
            if (close < 0)
            {
                throw JinjaError.Value($"Single '{c}' encountered in format string");
            }

            string[] field = format[(i + 1)..close].Split(':', 2);
            object? value = Value(field[0], arguments, ref automatic);
            output.Append(field.Length == 1 || field[1].Length == 0 ? PythonText.Of(value) : Specification(field[1], value).Apply(value));
            i = close;
        }

        return output.ToString();
    }

    private static object? Value(string name, JinjaArguments arguments, ref int automatic)
    {
        if (name.Length == 0 || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            int index = name.Length == 0 ? automatic++ : int.Parse(name, CultureInfo.InvariantCulture);
            return index < arguments.Positional.Count
                ? arguments.Positional[index]
                : throw new JinjaError("IndexError", "Replacement index out of range for positional args tuple");
        }

        return arguments.TryGet(int.MaxValue, name, out object? value) ? value : throw new JinjaError("KeyError", PythonText.Quote(name));
    }

    private static FormatSpecification Specification(string text, object? value)
    {
        int index = 0;
        bool? left = text[0] switch { '<' => true, '>' => false, _ => null };
        index += left is null ? 0 : 1;
        string sign = index < text.Length && text[index] is ('+' or ' ') ? text[index++].ToString() : "";
        bool zero = index < text.Length && text[index] == '0';
        int end = index;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        long width = end > index ? Number(text[index..end]) : -1;
        long precision = -1;
        if (end < text.Length && text[end] == '.')
        {
            int start = ++end;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            precision = Number(text[start..end]);
        }

        if (text.Length - end > 1)
        {
            throw JinjaError.Value($"the format specification '{text}' is not supported");
        }

        char type = end < text.Length ? text[end] : value switch { long or bool => 'd', double when precision >= 0 => 'g', _ => 's' };
        return FormatSpecification.Create(type, width, precision, left ?? value is string, zero, sign, alternate: false);
    }

    private static long Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
}
