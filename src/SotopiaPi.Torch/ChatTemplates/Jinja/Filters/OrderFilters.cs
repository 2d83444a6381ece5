namespace SotopiaPi.Torch;

/// <summary>Filters that order or group; case is ignored unless asked for.</summary>
internal static class OrderFilters
{
    private static readonly Comparer<object?> s_comparer = Comparer<object?>.Create((left, right) => JinjaComparison.Compare(left, right));

    public static IEnumerable<KeyValuePair<string, JinjaFilter>> All =>
    [
        new("sort", (_, value, arguments) => Sort(value, arguments)),
        new("unique", (_, value, arguments) => Unique(value, arguments)),
        new("dictsort", (_, value, arguments) => SortDictionary(value, arguments)),
        new("groupby", (_, value, arguments) => Group(value, arguments)),
        new("min", (_, value, arguments) => Extreme(value, arguments, 1)),
        new("max", (_, value, arguments) => Extreme(value, arguments, -1)),
    ];

    private static JinjaList Sort(object? value, JinjaArguments arguments)
    {
        bool reverse = arguments.Flag(0, "reverse", false);
        bool caseSensitive = arguments.Flag(1, "case_sensitive", false);
        object? attribute = arguments.Get(2, "attribute");
        Func<object?, object?> key = item => attribute is string names && names.Contains(',')
            ? new JinjaList([.. names.Split(',').Select(name => Key(Attributes.Value(item, name), caseSensitive))])
            : Key(attribute is null ? item : Attributes.Value(item, attribute), caseSensitive);
        return new JinjaList(Ordered(JinjaItems.Of(value), key, reverse));
    }

    private static JinjaGenerator Unique(object? value, JinjaArguments arguments)
    {
        bool caseSensitive = arguments.Flag(0, "case_sensitive", false);
        object? attribute = arguments.Get(1, "attribute");
        JinjaDictionary seen = new();
        return new JinjaGenerator([.. JinjaItems.Of(value).Where(item =>
        {
            object? key = Key(attribute is null ? item : Attributes.Value(item, attribute), caseSensitive);
            int before = seen.Count;
            seen.Set(key, null);
            return seen.Count > before;
        })]);
    }

    private static JinjaList SortDictionary(object? value, JinjaArguments arguments)
    {
        JinjaDictionary dictionary = value as JinjaDictionary ?? throw JinjaError.Type("dictsort needs a mapping");
        bool caseSensitive = arguments.Flag(0, "case_sensitive", false);
        int part = arguments.Text(1, "by", "key") switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw new JinjaError("FilterArgumentError", "You can only sort by either \"key\" or \"value\""),
        };
        return new JinjaList(Ordered(
            SequenceFilters.Pairs(dictionary), pair => Key(((JinjaTuple)pair!).Items[part], caseSensitive), arguments.Flag(2, "reverse", false)));
    }

    private static JinjaList Group(object? value, JinjaArguments arguments)
    {
        object? attribute = arguments.Required(0, "attribute");
        object? otherwise = arguments.Get(1, "default");
        bool caseSensitive = arguments.Flag(2, "case_sensitive", false);
        List<object?> groups = [];
        List<object?> members = [];
        object? current = null;
        foreach (object? item in Ordered(JinjaItems.Of(value), item => Key(Attributes.Value(item, attribute, otherwise), caseSensitive), false))
        {
            object? key = Key(Attributes.Value(item, attribute, otherwise), caseSensitive);
            if (members.Count > 0 && !JinjaComparison.AreEqual(current, key))
            {
                groups.Add(new JinjaGroup(Attributes.Value(members[0], attribute, otherwise), new JinjaList(members)));
                members = [];
            }

            current = key;
            members.Add(item);
        }

        if (members.Count > 0)
        {
            groups.Add(new JinjaGroup(Attributes.Value(members[0], attribute, otherwise), new JinjaList(members)));
        }

        return new JinjaList(groups);
    }

    private static object? Extreme(object? value, JinjaArguments arguments, int sign)
    {
        bool caseSensitive = arguments.Flag(0, "case_sensitive", false);
        object? attribute = arguments.Get(1, "attribute");
        IReadOnlyList<object?> items = JinjaItems.Of(value);
        if (items.Count == 0)
        {
            return new JinjaUndefined(() => "No aggregated item, sequence was empty.");
        }

        return items.Aggregate((best, item) => sign * JinjaComparison.Compare(KeyOf(item), KeyOf(best)) < 0 ? item : best);
        object? KeyOf(object? item) => Key(attribute is null ? item : Attributes.Value(item, attribute), caseSensitive);
    }

    private static object?[] Ordered(IEnumerable<object?> items, Func<object?, object?> key, bool reverse)
    {
        try
        {
            return reverse ? [.. items.OrderByDescending(key, s_comparer)] : [.. items.OrderBy(key, s_comparer)];
        }
        catch (InvalidOperationException exception) when (exception.InnerException is JinjaError error)
        {
            throw error;
        }
    }

    private static object? Key(object? value, bool caseSensitive) =>
        !caseSensitive && value is string text ? text.ToLowerInvariant() : value;
}
