using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Formats with <c>%</c>.</summary>
internal static class PercentFormat
{
    public static string Apply(string format, object? value)
    {
        IReadOnlyList<object?> values = value is JinjaTuple tuple ? tuple.Items : [value];
        StringBuilder output = new(format.Length + 16);
        int used = 0;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                output.Append(format[i]);
                continue;
            }

            object? argument = null;
            bool named = i + 1 < format.Length && format[i + 1] == '(';
            if (named)
            {
                int close = format.IndexOf(')', i);
                string key = close < 0 ? throw JinjaError.Value("incomplete format key") : format[(i + 2)..close];
                argument = value is JinjaDictionary dictionary && dictionary.TryGet(key, out object? found)
                    ? found
                    : throw new JinjaError("KeyError", PythonText.Quote(key));
                i = close;
            }

            FormatSpecification specification = Read(format, ref i);
            if (specification.Type == '%')
            {
                output.Append('%');
                continue;
            }

            output.Append(specification.Apply(named ? argument : used < values.Count
                ? values[used++]
                : throw JinjaError.Type("not enough arguments for format string")));
            if (output.Length > JinjaLimits.TextLength)
            {
                throw JinjaError.Limit("a formatted text is too long");
            }
        }

        return used == values.Count || value is JinjaDictionary || value is JinjaList { Items.Count: 0 }
            ? output.ToString()
            : throw JinjaError.Type("not all arguments converted during string formatting");
    }

    private static FormatSpecification Read(string format, ref int index)
    {
        index++;
        int flags = index;
        while (index < format.Length && format[index] is ('-' or '+' or ' ' or '0' or '#'))
        {
            index++;
        }

        string marks = format[flags..index];
        long width = Number(format, ref index);
        long precision = -1;
        if (index < format.Length && format[index] == '.')
        {
            index++;
            precision = Math.Max(0, Number(format, ref index));
        }

        while (index < format.Length && format[index] is ('l' or 'h' or 'L'))
        {
            index++;
        }

        return index < format.Length
            ? FormatSpecification.Create(format[index], width, precision, marks.Contains('-'), marks.Contains('0'), marks.Contains('+') ? "+" : marks.Contains(' ') ? " " : "", marks.Contains('#'))
            : throw JinjaError.Value("incomplete format");
    }

    private static long Number(string format, ref int index)
    {
        long number = -1;
        while (index < format.Length && char.IsAsciiDigit(format[index]))
        {
            number = Math.Min((Math.Max(0, number) * 10) + format[index++] - '0', int.MaxValue);
        }

        return number;
    }
}
