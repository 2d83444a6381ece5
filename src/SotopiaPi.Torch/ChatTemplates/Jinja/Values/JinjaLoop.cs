namespace SotopiaPi.Torch;

/// <summary>The variable <c>loop</c> of a loop; calling it runs a recursive loop again on other items.</summary>
internal sealed class JinjaLoop(IReadOnlyList<object?> items, int depth, Func<object?, int, string>? recurse) : IJinjaCallable
{
    private object? _lastChanged;
    private bool _hasChanged;

    /// <summary>The index of the item at hand, from 0.</summary>
    public int Index { get; set; }

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "index" => Index + 1L,
            "index0" => (long)Index,
            "revindex" => (long)(items.Count - Index),
            "revindex0" => (long)(items.Count - Index - 1),
            "first" => Index == 0,
            "last" => Index == items.Count - 1,
            "length" => (long)items.Count,
            "depth" => depth + 1L,
            "depth0" => (long)depth,
            "previtem" => Index > 0 ? items[Index - 1] : new JinjaUndefined(() => "there is no previous item"),
            "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new JinjaUndefined(() => "there is no next item"),
            "changed" => new JinjaFunction(name, (_, arguments) => Changed(arguments)),
            "cycle" => new JinjaFunction(name, (_, arguments) => Cycle(arguments)),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public object? Call(JinjaRun run, JinjaArguments arguments) => recurse is null
        ? throw JinjaError.Type("The loop must have the 'recursive' marker to be called recursively.")
        : run.Deeper(() => recurse(arguments.Required(0, "iterable"), depth + 1));

    private bool Changed(JinjaArguments arguments)
    {
        JinjaTuple now = new(arguments.Positional);
        bool changed = !_hasChanged || !JinjaComparison.AreEqual(_lastChanged, now);
        (_lastChanged, _hasChanged) = (now, true);
        return changed;
    }

    private object? Cycle(JinjaArguments arguments) => arguments.Positional.Count == 0
        ? throw JinjaError.Type("no items for cycling given")
        : arguments.Positional[Index % arguments.Positional.Count];
}
