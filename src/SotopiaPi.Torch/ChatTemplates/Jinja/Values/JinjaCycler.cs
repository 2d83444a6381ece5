namespace SotopiaPi.Torch;

/// <summary>What <c>cycler()</c> makes: a value that goes round.</summary>
internal sealed class JinjaCycler(IReadOnlyList<object?> items)
{
    private int _index;

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "current" => items[_index],
            "next" => new JinjaFunction(name, (_, _) => Next()),
            "reset" => new JinjaFunction(name, (_, _) => { _index = 0; return null; }),
            _ => null,
        };
        return name is "current" or "next" or "reset";
    }

    private object? Next()
    {
        object? current = items[_index];
        _index = (_index + 1) % items.Count;
        return current;
    }
}

/// <summary>A group that <c>groupby</c> made; it unpacks like a pair.</summary>
internal sealed class JinjaGroup(object? grouper, JinjaList list)
{
    public JinjaTuple Pair { get; } = new([grouper, list]);

    public bool TryGet(string name, out object? value)
    {
        value = name == "grouper" ? grouper : list;
        return name is "grouper" or "list";
    }
}
