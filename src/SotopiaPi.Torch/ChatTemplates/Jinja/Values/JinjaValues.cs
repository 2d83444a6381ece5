namespace SotopiaPi.Torch;

/// <summary>A list or a tuple. Templates cannot change it.</summary>
internal abstract class JinjaSequence(IReadOnlyList<object?> items)
{
    public IReadOnlyList<object?> Items { get; } = items;
}

/// <summary>A list.</summary>
internal sealed class JinjaList(IReadOnlyList<object?> items) : JinjaSequence(items);

/// <summary>A tuple.</summary>
internal sealed class JinjaTuple(IReadOnlyList<object?> items) : JinjaSequence(items);

/// <summary>What a lazy filter gives: always true, without a length, and empty after one reading.</summary>
internal sealed class JinjaGenerator(IReadOnlyList<object?> items)
{
    private IReadOnlyList<object?>? _items = items;

    /// <summary>Hands the items out once.</summary>
    public IReadOnlyList<object?> Take()
    {
        IReadOnlyList<object?> items = _items ?? [];
        _items = null;
        return items;
    }
}

/// <summary>A range of whole numbers.</summary>
internal sealed record JinjaRange(long Start, long Stop, long Step)
{
    public long Length => Step > 0
        ? Math.Max(0, (Stop - Start + Step - 1) / Step)
        : Math.Max(0, (Start - Stop - Step - 1) / -Step);

    public IReadOnlyList<object?> Items()
    {
        object?[] items = new object?[Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Start + (i * Step);
        }

        return items;
    }
}

/// <summary>A view of a dictionary: its keys, values or items.</summary>
internal sealed class JinjaView(string name, IReadOnlyList<object?> items)
{
    public string Name => name;

    public IReadOnlyList<object?> Items => items;
}

/// <summary>A holder whose attributes a template may set: <c>namespace()</c>.</summary>
internal sealed class JinjaNamespace
{
    public Dictionary<string, object?> Attributes { get; } = new(StringComparer.Ordinal);
}
