using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>The methods of texts.</summary>
internal static class StringMethods
{
    /// <summary>The names of the methods.</summary>
    public static readonly HashSet<string> Names =
    [
        "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith", "replace", "title", "upper", "lower", "capitalize",
        "swapcase", "casefold", "find", "rfind", "index", "rindex", "count", "isdigit", "isdecimal", "isnumeric", "isalpha", "isalnum", "isspace",
        "isupper", "islower", "join", "partition", "rpartition", "zfill", "ljust", "rjust", "center", "format", "removeprefix", "removesuffix",
    ];

    public static object? Call(JinjaRun run, string text, string name, JinjaArguments arguments) => name switch
    {
        "strip" or "lstrip" or "rstrip" => PythonStrings.Strip(text, arguments.Text(0, "chars", null), name != "rstrip", name != "lstrip"),
        "split" or "rsplit" => Split(run, text, arguments, fromRight: name == "rsplit"),
        "splitlines" => Texts(PythonStrings.Lines(text, arguments.Flag(0, "keepends", false))),
        "startswith" => Affixes(arguments).Any(affix => text.StartsWith(affix, StringComparison.Ordinal)),
        "endswith" => Affixes(arguments).Any(affix => text.EndsWith(affix, StringComparison.Ordinal)),
        "replace" => run.Charged(PythonStrings.Replace(
            text, RequiredText(arguments, 0, "old"), RequiredText(arguments, 1, "new"), arguments.Integer(2, "count", -1))),
        "title" => run.Charged(PythonCase.Title(text)),
        "upper" => run.Charged(PythonCase.Upper(text)),
        "lower" => run.Charged(text.ToLowerInvariant()),
        "casefold" => run.Charged(text.Replace("\u00DF", "ss", StringComparison.Ordinal).ToLowerInvariant()),
        "capitalize" => run.Charged(PythonCase.Capitalize(text)),
        "swapcase" => run.Charged(PythonCase.Swap(text)),
        "find" or "rfind" or "index" or "rindex" => Find(text, RequiredText(arguments, 0, "sub"), name),
        "count" => Count(text, RequiredText(arguments, 0, "sub")),
        "join" => Join(run, text, arguments),
        "partition" => Partition(text, RequiredText(arguments, 0, "sep"), fromRight: false),
        "rpartition" => Partition(text, RequiredText(arguments, 0, "sep"), fromRight: true),
        "zfill" => ZeroFill(run, text, arguments.Integer(0, "width", 0)),
        "ljust" => PythonStrings.Pad(run, text, arguments.Integer(0, "width", 0), arguments.Text(1, "fillchar", " ")!, 1),
        "rjust" => PythonStrings.Pad(run, text, arguments.Integer(0, "width", 0), arguments.Text(1, "fillchar", " ")!, 0),
        "center" => PythonStrings.Pad(run, text, arguments.Integer(0, "width", 0), arguments.Text(1, "fillchar", " ")!, 2),
        "format" => run.Charged(BraceFormat.Apply(text, arguments)),
        "removeprefix" => RequiredText(arguments, 0, "prefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        "removesuffix" => RequiredText(arguments, 0, "suffix") is { Length: > 0 } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        _ => Is(text, name),
    };

    private static bool Is(string text, string name) => text.Length > 0 && name switch
    {
        "isdigit" => text.All(c => char.IsDigit(c) || c is '\u00B2' or '\u00B3' or '\u00B9'),
        "isdecimal" => text.All(char.IsDigit),
        "isnumeric" => text.All(char.IsNumber),
        "isalpha" => text.All(char.IsLetter),
        "isalnum" => text.All(c => char.IsLetter(c) || char.IsNumber(c)),
        "isspace" => text.All(PythonSpace.Is),
        "isupper" => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        _ => text.Any(char.IsLower) && !text.Any(char.IsUpper),
    };

    private static JinjaList Split(JinjaRun run, string text, JinjaArguments arguments, bool fromRight)
    {
        string? separator = arguments.Text(0, "sep", null);
        long maximum = arguments.Integer(1, "maxsplit", -1);
        run.Charge(text.Length);
        return Texts(separator is null ? (fromRight && maximum >= 0 ? WordsFromRight(text, maximum) : PythonStrings.Words(text, maximum))
            : fromRight ? PythonStrings.SplitRight(text, separator, maximum)
            : PythonStrings.Split(text, separator, maximum));
    }

    private static List<string> WordsFromRight(string text, long maximum)
    {
        List<string> words = [];
        ReadOnlySpan<char> rest = PythonSpace.TrimEnd(text);
        while (!rest.IsEmpty && words.Count < maximum)
        {
            int start = rest.Length;
            while (start > 0 && !PythonSpace.Is(rest[start - 1]))
            {
                start--;
            }

            words.Add(rest[start..].ToString());
            rest = PythonSpace.TrimEnd(rest[..start]);
        }

        rest = PythonSpace.TrimStart(rest);
        if (!rest.IsEmpty)
        {
            words.Add(rest.ToString());
        }

        words.Reverse();
        return words;
    }

    private static IEnumerable<string> Affixes(JinjaArguments arguments) => arguments.Required(0, "prefix") switch
    {
        string affix => [affix],
        JinjaTuple tuple => tuple.Items.Select(item => item as string ?? throw JinjaError.Type("tuple for startswith must only contain str")),
        var other => throw JinjaError.Type($"startswith first arg must be str or a tuple of str, not {PythonText.TypeName(other)}"),
    };

    private static string RequiredText(JinjaArguments arguments, int index, string name) =>
        arguments.Required(index, name) is var value && value is string text
            ? text
            : throw (value as JinjaUndefined)?.Error() ?? JinjaError.Type($"{name} argument must be str, not {PythonText.TypeName(value)}");

    private static long Find(string text, string part, string name)
    {
        int found = name[0] == 'r' ? text.LastIndexOf(part, StringComparison.Ordinal) : text.IndexOf(part, StringComparison.Ordinal);
        return found >= 0 ? CodePoints.IndexOf(text, found)
            : name.EndsWith("index", StringComparison.Ordinal) ? throw JinjaError.Value("substring not found")
            : -1;
    }

    private static object Count(string text, string part) => part.Length == 0
        ? CodePoints.Count(text) + 1L
        : PythonStrings.Split(text, part, -1).Count - 1L;

    private static string Join(JinjaRun run, string separator, JinjaArguments arguments)
    {
        IReadOnlyList<object?> items = JinjaItems.Of(arguments.Required(0, "iterable"));
        run.Charge((long)separator.Length * items.Count);
        return run.Charged(string.Join(separator, items.Select((item, index) => item as string
            ?? throw JinjaError.Type(string.Create(CultureInfo.InvariantCulture, $"sequence item {index}: expected str instance, {PythonText.TypeName(item)} found")))));
    }

    private static JinjaTuple Partition(string text, string separator, bool fromRight)
    {
        if (separator.Length == 0)
        {
            throw JinjaError.Value("empty separator");
        }

        int found = fromRight ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        return found >= 0 ? new JinjaTuple([text[..found], separator, text[(found + separator.Length)..]])
            : fromRight ? new JinjaTuple(["", "", text])
            : new JinjaTuple([text, "", ""]);
    }

    private static string ZeroFill(JinjaRun run, string text, long width)
    {
        bool signed = text.StartsWith('-') || text.StartsWith('+');
        return signed ? text[..1] + PythonStrings.Pad(run, text[1..], width - 1, "0", 0) : PythonStrings.Pad(run, text, width, "0", 0);
    }

    private static JinjaList Texts(List<string> texts) => new([.. texts]);
}
