namespace SotopiaPi.Torch;

/// <summary>All tests by name: what may follow <c>is</c>.</summary>
internal static class JinjaTests
{
    private static readonly Dictionary<string, JinjaTest> s_tests = new(StringComparer.Ordinal)
    {
        ["defined"] = (value, _) => value is not JinjaUndefined,
        ["undefined"] = (value, _) => value is JinjaUndefined,
        ["none"] = (value, _) => value is null,
        ["boolean"] = (value, _) => value is bool,
        ["true"] = (value, _) => value is true,
        ["false"] = (value, _) => value is false,
        ["integer"] = (value, _) => value is long,
        ["float"] = (value, _) => value is double,
        ["number"] = (value, _) => value is long or double or bool,
        ["string"] = (value, _) => value is string,
        ["mapping"] = (value, _) => value is JinjaDictionary,
        ["sequence"] = (value, _) => value is JinjaSequence or JinjaDictionary or JinjaRange or string or JinjaUndefined,
        ["iterable"] = (value, _) => JinjaItems.IsIterable(value),
        ["callable"] = (value, _) => value is IJinjaCallable,
        ["escaped"] = (_, _) => false,
        ["filter"] = (value, _) => value is string name && JinjaFilters.Find(name) is not null,
        ["test"] = (value, _) => value is string name && Find(name) is not null,
        ["odd"] = (value, _) => (JinjaNumber.ToInteger(value) & 1) == 1,
        ["even"] = (value, _) => (JinjaNumber.ToInteger(value) & 1) == 0,
        ["divisibleby"] = (value, arguments) => JinjaNumber.ToInteger(arguments.Required(0, "num")) is not 0 and long divisor
            ? divisor == -1 || JinjaNumber.ToInteger(value) % divisor == 0
            : throw new JinjaError("ZeroDivisionError", "integer modulo by zero"),
        ["lower"] = (value, _) => PythonText.Of(value) is var text && IsCased(text) && !text.Any(char.IsUpper),
        ["upper"] = (value, _) => PythonText.Of(value) is var text && IsCased(text) && !text.Any(char.IsLower),
        ["sameas"] = (value, arguments) => arguments.Required(0, "other") is var other && (ReferenceEquals(value, other)
            || (value is bool or long or string && value.GetType() == other?.GetType() && value.Equals(other))),
        ["in"] = (value, arguments) => JinjaComparison.Contains(arguments.Required(0, "seq"), value),
    };

    private static readonly (string Name, string Operation)[] s_comparisons =
    [
        ("eq", "=="), ("equalto", "=="), ("==", "=="), ("ne", "!="), ("!=", "!="), ("gt", ">"), ("greaterthan", ">"), (">", ">"),
        ("ge", ">="), (">=", ">="), ("lt", "<"), ("lessthan", "<"), ("<", "<"), ("le", "<="), ("<=", "<="),
    ];

    static JinjaTests()
    {
        foreach ((string name, string operation) in s_comparisons)
        {
            s_tests[name] = (value, arguments) => JinjaComparison.Holds(operation, value, arguments.Required(0, "other"));
        }
    }

    /// <summary>The test of a name, or null.</summary>
    public static JinjaTest? Find(string name) => s_tests.GetValueOrDefault(name);

    private static bool IsCased(string text) => text.Any(char.IsLetter);
}
