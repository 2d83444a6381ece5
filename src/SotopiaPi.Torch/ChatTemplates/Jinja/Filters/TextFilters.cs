using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Filters of texts.</summary>
internal static class TextFilters
{
    public static IEnumerable<KeyValuePair<string, JinjaFilter>> All =>
    [
        new("trim", (_, value, arguments) => PythonStrings.Strip(PythonText.Of(value), arguments.Text(0, "chars", null), true, true)),
        new("upper", (run, value, _) => run.Charged(PythonCase.Upper(PythonText.Of(value)))),
        new("lower", (run, value, _) => run.Charged(PythonText.Of(value).ToLowerInvariant())),
        new("capitalize", (run, value, _) => run.Charged(PythonCase.Capitalize(PythonText.Of(value)))),
        new("title", (run, value, _) => run.Charged(PythonCase.TitleWords(PythonText.Of(value)))),
        new("replace", (run, value, arguments) => run.Charged(PythonStrings.Replace(
            PythonText.Of(value),
            PythonText.Of(arguments.Required(0, "old")),
            PythonText.Of(arguments.Required(1, "new")),
            arguments.Integer(2, "count", -1)))),
        new("string", (run, value, _) => run.Charged(PythonText.Of(value))),
        new("safe", (_, value, _) => PythonText.Of(value)),
        new("escape", Escape),
        new("e", Escape),
        new("forceescape", Escape),
        new("striptags", (_, value, _) => StripTags(PythonText.Of(value))),
        new("urlencode", (run, value, _) => run.Charged(UrlEncoding.Encode(value))),
        new("tojson", (run, value, arguments) => run.Charged(JinjaJson.Write(arguments, value))),
        new("pprint", (run, value, _) => run.Charged(PythonText.Repr(value))),
        new("format", (run, value, arguments) => run.Charged(PercentFormat.Apply(PythonText.Of(value), arguments.Named.Count > 0
            ? Named(arguments)
            : new JinjaTuple(arguments.Positional)))),
        new("indent", (run, value, arguments) => run.Charged(TextLayout.Indent(PythonText.Of(value), arguments))),
        new("truncate", (run, value, arguments) => run.Charged(TextLayout.Truncate(PythonText.Of(value), arguments))),
        new("center", (run, value, arguments) => PythonStrings.Pad(run, PythonText.Of(value), arguments.Integer(0, "width", 80), " ", 2)),
        new("wordcount", (_, value, _) => (long)PythonStrings.Words(PythonText.Of(value)).Count),
    ];

    private static JinjaDictionary Named(JinjaArguments arguments)
    {
        JinjaDictionary named = new();
        foreach ((string name, object? value) in arguments.Named)
        {
            named.Set(name, value);
        }

        return named;
    }

    private static string Escape(JinjaRun run, object? value, JinjaArguments arguments) => run.Charged(new StringBuilder(PythonText.Of(value))
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&#34;").Replace("'", "&#39;").ToString());

    private static string StripTags(string text)
    {
        StringBuilder output = new(text.Length);
        int position = 0;
        while (position < text.Length)
        {
            int open = text.IndexOf('<', position);
            int close = open < 0 ? -1 : text.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            output.Append(text, position, open - position);
            position = close + 1;
        }

        output.Append(text, position, text.Length - position);
        return string.Join(' ', PythonStrings.Words(output.ToString()));
    }
}
