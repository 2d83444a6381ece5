using System.Globalization;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Values as Python prints them.</summary>
internal static class PythonText
{
    private const int MaximumDepth = 100;

    /// <summary>What <c>str()</c> gives.</summary>
    public static string Of(object? value) => value switch
    {
        string text => text,
        JinjaUndefined => "",
        _ => Repr(value),
    };

    /// <summary>What <c>repr()</c> gives.</summary>
    public static string Repr(object? value)
    {
        StringBuilder output = new();
        Append(output, value, 0);
        return output.ToString();
    }

    /// <summary>The name of a value's type.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long => "int",
        double => "float",
        string => "str",
        JinjaList => "list",
        JinjaTuple => "tuple",
        JinjaDictionary => "dict",
        JinjaRange => "range",
        JinjaGenerator => "generator",
        JinjaView view => "dict_" + view.Name,
        JinjaUndefined => "Undefined",
        JinjaNamespace => "Namespace",
        JinjaMacro => "Macro",
        JinjaLoop => "LoopContext",
        JinjaMethod => "builtin_function_or_method",
        _ => "function",
    };

    /// <summary>A text in quotes, single ones unless it holds those and no double ones.</summary>
    public static string Quote(string text)
    {
        StringBuilder output = new(text.Length + 2);
        AppendQuoted(output, text);
        return output.ToString();
    }

    private static void Append(StringBuilder output, object? value, int depth)
    {
        if (depth > MaximumDepth || output.Length > JinjaLimits.TextLength)
        {
            throw JinjaError.Limit("a value is too deep or too long to be printed");
        }

        switch (value)
        {
            case null or bool or long or double:
                output.Append(Simple(value));
                break;
            case string text:
                AppendQuoted(output, text);
                break;
            case JinjaList list:
                AppendItems(output, "[", list.Items, "]", depth);
                break;
            case JinjaTuple tuple:
                AppendItems(output, "(", tuple.Items, tuple.Items.Count == 1 ? ",)" : ")", depth);
                break;
            case JinjaDictionary dictionary:
                AppendDictionary(output, dictionary.Items, depth);
                break;
            case JinjaView view:
                AppendItems(output, $"dict_{view.Name}([", view.Items, "])", depth);
                break;
            case JinjaNamespace holder:
                output.Append("<Namespace ");
                AppendDictionary(output, holder.Attributes.Select(item => ((object?)item.Key, item.Value)), depth);
                output.Append('>');
                break;
            default:
                output.Append(Other(value));
                break;
        }
    }

    private static string Simple(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => PythonFloat.Repr((double)value),
    };

    private static string Other(object value) => value switch
    {
        JinjaUndefined => "Undefined",
        JinjaRange { Step: 1 } range => string.Create(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop})"),
        JinjaRange range => string.Create(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop}, {range.Step})"),
        JinjaMacro macro => $"<Macro {Quote(macro.Name)}>",
        _ => $"<{TypeName(value)}>",
    };

    private static void AppendItems(StringBuilder output, string open, IReadOnlyList<object?> items, string close, int depth)
    {
        output.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            Append(output, items[i], depth + 1);
        }

        output.Append(close);
    }

    private static void AppendDictionary(StringBuilder output, IEnumerable<(object? Key, object? Value)> items, int depth)
    {
        output.Append('{');
        string separator = "";
        foreach ((object? key, object? value) in items)
        {
            output.Append(separator);
            Append(output, key, depth + 1);
            output.Append(": ");
            Append(output, value, depth + 1);
            separator = ", ";
        }

        output.Append('}');
    }

    private static void AppendQuoted(StringBuilder output, string text)
    {
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        output.Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool pair = i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]);
            if (c == quote || c == '\\')
            {
                output.Append('\\').Append(c);
            }
            else if (pair || PythonPrintable.Is(c))
            {
                output.Append(c);
                if (pair)
                {
                    output.Append(text[++i]);
                }
            }
            else
            {
                output.Append(PythonPrintable.Escape(c));
            }
        }

        output.Append(quote);
    }
}
