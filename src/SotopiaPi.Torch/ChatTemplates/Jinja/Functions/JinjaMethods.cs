namespace SotopiaPi.Torch;

/// <summary>The methods of texts, dictionaries and lists that templates may call.</summary>
internal static class JinjaMethods
{
    private static readonly HashSet<string> s_dictionary = ["keys", "values", "items", "get", "copy"];
    private static readonly HashSet<string> s_sequence = ["index", "count"];
    private static readonly HashSet<string> s_listChanges = ["append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove"];
    private static readonly HashSet<string> s_dictionaryChanges = ["clear", "pop", "popitem", "setdefault", "update"];

    /// <summary>Whether a value has a method that does not change it.</summary>
    public static bool Has(object value, string name) => value switch
    {
        string => StringMethods.Names.Contains(name),
        JinjaDictionary => s_dictionary.Contains(name),
        JinjaList => name == "copy" || s_sequence.Contains(name),
        JinjaTuple => s_sequence.Contains(name),
        _ => false,
    };

    /// <summary>Whether a name is a method that would change a value, which the sandbox refuses.</summary>
    public static bool IsMutating(object value, string name) => value switch
    {
        JinjaList => s_listChanges.Contains(name),
        JinjaDictionary => s_dictionaryChanges.Contains(name),
        _ => false,
    };

    /// <summary>Calls a method that <see cref="Has"/> knows.</summary>
    public static object? Call(JinjaRun run, object owner, string name, JinjaArguments arguments) => owner switch
    {
        string text => CallText(run, text, name, arguments),
        JinjaDictionary dictionary => CallDictionary(dictionary, name, arguments),
        _ => CallSequence((JinjaSequence)owner, name, arguments),
    };

    private static object? CallText(JinjaRun run, string text, string name, JinjaArguments arguments)
    {
        run.Spend(text.Length);
        return StringMethods.Call(run, text, name, arguments);
    }

    private static object? CallDictionary(JinjaDictionary dictionary, string name, JinjaArguments arguments) => name switch
    {
        "keys" => new JinjaView(name, [.. dictionary.Keys]),
        "values" => new JinjaView(name, [.. dictionary.Values]),
        "items" => new JinjaView(name, SequenceFilters.Pairs(dictionary)),
        "get" => dictionary.TryGet(arguments.Required(0, "key"), out object? value) ? value : arguments.Get(1, "default"),
        _ => dictionary,
    };

    private static object CallSequence(JinjaSequence sequence, string name, JinjaArguments arguments)
    {
        if (name == "copy")
        {
            return sequence;
        }

        object? wanted = arguments.Required(0, "value");
        if (name == "count")
        {
            return (long)sequence.Items.Count(item => JinjaComparison.AreEqual(item, wanted));
        }

        for (int i = 0; i < sequence.Items.Count; i++)
        {
            if (JinjaComparison.AreEqual(sequence.Items[i], wanted))
            {
                return (long)i;
            }
        }

        throw JinjaError.Value($"{PythonText.Repr(wanted)} is not in list");
    }
}
