namespace SotopiaPi.Torch;

/// <summary>Filters that choose or change each item: map, select, reject and their forms for attributes.</summary>
internal static class SelectionFilters
{
    public static IEnumerable<KeyValuePair<string, JinjaFilter>> All =>
    [
        new("map", Map),
        new("select", (run, value, arguments) => Select(run, value, arguments, keeps: true, byAttribute: false)),
        new("reject", (run, value, arguments) => Select(run, value, arguments, keeps: false, byAttribute: false)),
        new("selectattr", (run, value, arguments) => Select(run, value, arguments, keeps: true, byAttribute: true)),
        new("rejectattr", (run, value, arguments) => Select(run, value, arguments, keeps: false, byAttribute: true)),
    ];

    private static JinjaGenerator Map(JinjaRun run, object? value, JinjaArguments arguments)
    {
        if (arguments.Positional.Count == 0)
        {
            object? attribute = arguments.Named.Count > 0 && arguments.TryGet(0, "attribute", out object? name)
                ? name
                : throw new JinjaError("FilterArgumentError", "map requires a filter argument");
            return new JinjaGenerator(Attributes.Values(value, attribute, arguments.Get(1, "default")));
        }

        string filterName = PythonText.Of(arguments.Positional[0]);
        JinjaFilter filter = JinjaFilters.Find(filterName)
            ?? throw JinjaError.Runtime($"No filter named {PythonText.Quote(filterName)}.");
        JinjaArguments rest = arguments.Skip(1);
        return new JinjaGenerator([.. JinjaItems.Of(value).Select(item =>
        {
            run.Step();
            return run.Deeper(() => filter(run, item, rest));
        })]);
    }

    private static JinjaGenerator Select(JinjaRun run, object? value, JinjaArguments arguments, bool keeps, bool byAttribute)
    {
        object? attribute = byAttribute ? arguments.Required(0, "attribute") : null;
        JinjaArguments rest = byAttribute ? arguments.Skip(1) : arguments;
        JinjaTest test = (item, _) => JinjaTruth.Of(item);
        if (rest.Positional.Count > 0)
        {
            string name = PythonText.Of(rest.Positional[0]);
            test = JinjaTests.Find(name) ?? throw JinjaError.Runtime($"No test named {PythonText.Quote(name)}.");
            rest = rest.Skip(1);
        }

        return new JinjaGenerator([.. JinjaItems.Of(value).Where(item =>
        {
            run.Step();
            return test(byAttribute ? Attributes.Value(item, attribute) : item, rest) == keeps;
        })]);
    }
}
