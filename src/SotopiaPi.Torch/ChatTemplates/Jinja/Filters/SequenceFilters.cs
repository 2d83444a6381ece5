namespace SotopiaPi.Torch;

/// <summary>Filters of lists, texts and dictionaries as wholes.</summary>
internal static class SequenceFilters
{
    public static IEnumerable<KeyValuePair<string, JinjaFilter>> All =>
    [
        new("length", (_, value, _) => JinjaItems.Length(value)),
        new("count", (_, value, _) => JinjaItems.Length(value)),
        new("first", (_, value, _) => JinjaItems.Of(value) is [var first, ..] ? first : new JinjaUndefined(() => "No first item, sequence was empty.")),
        new("last", (_, value, _) => JinjaItems.Of(value) is [.., var last] ? last : new JinjaUndefined(() => "No last item, sequence was empty.")),
        new("list", (_, value, _) => new JinjaList([.. JinjaItems.Of(value)])),
        new("join", Join),
        new("reverse", (_, value, _) => value is string text
            ? string.Concat(CodePoints.Split(text).Reverse())
            : new JinjaGenerator([.. JinjaItems.Of(value).Reverse()])),
        new("items", (_, value, _) => value switch
        {
            JinjaUndefined => new JinjaGenerator([]),
            JinjaDictionary dictionary => new JinjaGenerator(Pairs(dictionary)),
            _ => throw JinjaError.Type("Can only get item pairs from a mapping."),
        }),
        new("batch", (_, value, arguments) => Batch(JinjaItems.Of(value), arguments)),
        new("slice", (_, value, arguments) => Slice(JinjaItems.Of(value), arguments)),
        new("default", Default),
        new("d", Default),
        new("attr", (_, value, arguments) => Attribute(value, arguments.Text(0, "name", "")!)),
        new("sum", (run, value, arguments) => Attributes.Values(value, arguments.Get(0, "attribute"))
            .Aggregate(arguments.TryGet(1, "start", out object? start) ? start : 0L, (total, item) => JinjaArithmetic.Apply(run, "+", total, item))),
    ];

    /// <summary>The items of a dictionary as tuples.</summary>
    public static IReadOnlyList<object?> Pairs(JinjaDictionary dictionary) => [.. dictionary.Items.Select(item => new JinjaTuple([item.Key, item.Value]))];

    private static string Join(JinjaRun run, object? value, JinjaArguments arguments)
    {
        string separator = PythonText.Of(arguments.TryGet(0, "d", out object? given) ? given : "");
        IReadOnlyList<object?> items = Attributes.Values(value, arguments.Get(1, "attribute"));
        run.Charge((long)separator.Length * items.Count);
        return run.Charged(string.Join(separator, items.Select(PythonText.Of)));
    }

    private static JinjaGenerator Batch(IReadOnlyList<object?> items, JinjaArguments arguments)
    {
        int size = (int)Math.Clamp(arguments.Integer(0, "linecount", 1), 1, JinjaLimits.Items);
        List<object?> batches = [.. items.Chunk(size).Select(chunk => new JinjaList(chunk))];
        if (arguments.Get(1, "fill_with") is { } fill && batches is [.., JinjaList last] && last.Items.Count < size)
        {
            batches[^1] = new JinjaList([.. last.Items, .. Enumerable.Repeat<object?>(fill, size - last.Items.Count)]);
        }

        return new JinjaGenerator(batches);
    }

    private static JinjaGenerator Slice(IReadOnlyList<object?> items, JinjaArguments arguments)
    {
        int slices = (int)Math.Clamp(arguments.Integer(0, "slices", 1), 1, JinjaLimits.Items);
        object? fill = arguments.Get(1, "fill_with");
        (int size, int longer) = Math.DivRem(items.Count, slices);
        List<object?> result = [];
        int start = 0;
        for (int i = 0; i < slices; i++)
        {
            int end = start + size + (i < longer ? 1 : 0);
            List<object?> part = [.. items.Skip(start).Take(end - start)];
            if (fill is not null && i >= longer)
            {
                part.Add(fill);
            }

            result.Add(new JinjaList(part));
            start = end;
        }

        return new JinjaGenerator(result);
    }

    private static object? Default(JinjaRun run, object? value, JinjaArguments arguments) =>
        value is JinjaUndefined || (arguments.Flag(1, "boolean", false) && !JinjaTruth.Of(value))
            ? arguments.TryGet(0, "default_value", out object? otherwise) ? otherwise : ""
            : value;

    private static object? Attribute(object? value, string name)
    {
        object? found = value is JinjaDictionary ? JinjaUndefined.Member(value, name) : JinjaAccess.Attribute(value, name);
        return value is JinjaDictionary dictionary && JinjaMethods.Has(dictionary, name) ? JinjaAccess.Attribute(value, name) : found;
    }
}
