namespace SotopiaPi.Torch;

/// <summary>The functions that every template has.</summary>
internal static class JinjaGlobals
{
    private static readonly Dictionary<string, JinjaFunction> s_functions = new JinjaFunction[]
    {
        new("raise_exception", (_, arguments) => throw new JinjaError("TemplateError", PythonText.Of(arguments.Required(0, "message")))),
        new("strftime_now", (run, arguments) => StrfTime.Format(arguments.Text(0, "format", "")!, run.Time.GetLocalNow())),
        new("namespace", (_, arguments) => Namespace(arguments)),
        new("dict", (_, arguments) => Dictionary(arguments)),
        new("range", (_, arguments) => Range(arguments)),
        new("joiner", (_, arguments) => Joiner(arguments.Text(0, "sep", ", ")!)),
        new("cycler", (_, arguments) => arguments.Positional.Count == 0
            ? throw new JinjaError("RuntimeError", "at least one item has to be provided")
            : new JinjaCycler(arguments.Positional)),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public static bool TryGet(string name, out object? value)
    {
        bool found = s_functions.TryGetValue(name, out JinjaFunction? function);
        value = function;
        return found;
    }

    private static JinjaNamespace Namespace(JinjaArguments arguments)
    {
        JinjaNamespace result = new();
        foreach ((object? key, object? value) in Dictionary(arguments).Items)
        {
            result.Attributes[PythonText.Of(key)] = value;
        }

        return result;
    }

    private static JinjaDictionary Dictionary(JinjaArguments arguments)
    {
        JinjaDictionary result = new();
        if (arguments.Positional.Count > 0)
        {
            foreach ((object? key, object? value) in Pairs(arguments.Positional[0]))
            {
                result.Set(key, value);
            }
        }

        foreach ((string name, object? value) in arguments.Named)
        {
            result.Set(name, value);
        }

        return result;
    }

    private static IEnumerable<(object? Key, object? Value)> Pairs(object? source) => source is JinjaDictionary dictionary
        ? dictionary.Items
        : JinjaItems.Of(source).Select(item => JinjaItems.Of(item) is [var key, var value]
            ? (key, value)
            : throw JinjaError.Value("dictionary update sequence element has a length other than 2"));

    private static JinjaRange Range(JinjaArguments arguments)
    {
        long[] bounds = [.. arguments.Positional.Select(JinjaNumber.ToInteger)];
        (long start, long stop, long step) = bounds switch
        {
            [var end] => (0, end, 1),
            [var begin, var end] => (begin, end, 1),
            [var begin, var end, var by] => (begin, end, by),
            _ => throw JinjaError.Type($"range expected 1 to 3 arguments, got {bounds.Length}"),
        };
        if (step == 0)
        {
            throw JinjaError.Value("range() arg 3 must not be zero");
        }

        double length = Math.Ceiling(((double)stop - start) / step);
        return length <= JinjaLimits.Items && Math.Abs((double)start) < 1e18 && Math.Abs((double)step) < 1e18
            ? new JinjaRange(start, stop, step)
            : throw new JinjaError("OverflowError", $"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({JinjaLimits.Items}).");
    }

    private static JinjaFunction Joiner(string separator)
    {
        bool used = false;
        return new JinjaFunction("joiner", (_, _) =>
        {
            string text = used ? separator : "";
            used = true;
            return text;
        });
    }
}
