using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Writes values as JSON the way Python's <c>json.dumps</c> does.</summary>
internal sealed class JinjaJson(string itemSeparator, string keySeparator, string? indent, bool escapesNonAscii, bool sortsKeys)
{
    private const int MaximumDepth = 100;

    private readonly StringBuilder _output = new();

    public static string Write(JinjaArguments arguments, object? value)
    {
        string? indent = arguments.Get(1, "indent") switch
        {
            null => null,
            string text => text,
            object number => new string(' ', (int)Math.Clamp(JinjaNumber.ToInteger(number), 0, 64)),
        };
        (string items, string keys) = arguments.Get(2, "separators") is { } pair && JinjaItems.Of(pair) is [string first, string second]
            ? (first, second)
            : (indent is null ? ", " : ",", ": ");
        JinjaJson writer = new(items, keys, indent, arguments.Flag(0, "ensure_ascii", false), arguments.Flag(3, "sort_keys", false));
        writer.Append(value, 0);
        return writer._output.ToString();
    }

    private void Append(object? value, int depth)
    {
        if (depth > MaximumDepth || _output.Length > JinjaLimits.TextLength)
        {
            throw JinjaError.Limit("a value is too deep or too long to be written as JSON");
        }

        switch (value)
        {
            case null:
                _output.Append("null");
                break;
            case bool flag:
                _output.Append(flag ? "true" : "false");
                break;
            case long number:
                _output.Append(number);
                break;
            case double number:
                _output.Append(Float(number));
                break;
            case string text:
                AppendText(text);
                break;
            case JinjaSequence sequence:
                AppendAll('[', sequence.Items, ']', depth, item => Append(item, depth + 1));
                break;
            case JinjaDictionary dictionary:
                AppendAll('{', Entries(dictionary), '}', depth, entry =>
                {
                    AppendText(Key(entry.Key));
                    _output.Append(keySeparator);
                    Append(entry.Value, depth + 1);
                });
                break;
            default:
                throw JinjaError.Type($"Object of type {PythonText.TypeName(value)} is not JSON serializable");
        }
    }

    private IReadOnlyList<(object? Key, object? Value)> Entries(JinjaDictionary dictionary) => sortsKeys
        ? [.. dictionary.Items.OrderBy(item => item.Key, Comparer<object?>.Create((left, right) => JinjaComparison.Compare(left, right)))]
        : [.. dictionary.Items];

    private void AppendAll<T>(char open, IReadOnlyList<T> items, char close, int depth, Action<T> append)
    {
        _output.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            _output.Append(i == 0 ? "" : itemSeparator);
            AppendLine(depth + 1);
            append(items[i]);
        }

        if (items.Count > 0)
        {
            AppendLine(depth);
        }

        _output.Append(close);
    }

    private void AppendLine(int depth)
    {
        if (indent is not null)
        {
            _output.Append('\n').Insert(_output.Length, indent, depth);
        }
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Float(number),
        _ => throw JinjaError.Type($"keys must be str, int, float, bool or None, not {PythonText.TypeName(key)}"),
    };

    private static string Float(double value) => double.IsFinite(value) ? PythonFloat.Repr(value)
        : double.IsNaN(value) ? "NaN"
        : value > 0 ? "Infinity" : "-Infinity";

    private void AppendText(string text)
    {
        _output.Append('"');
        foreach (char c in text)
        {
            string? escape = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => Escape(c),
                > '~' when escapesNonAscii => Escape(c),
                _ => null,
            };
            _ = escape is null ? _output.Append(c) : _output.Append(escape);
        }

        _output.Append('"');
    }

    private static string Escape(char c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
}
