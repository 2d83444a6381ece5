namespace SotopiaPi.Torch;

/// <summary>A dictionary that keeps the order of its keys, which compare as in Python: 1, 1.0 and true are one key.</summary>
internal sealed class JinjaDictionary
{
    private const int MaximumDepth = 100;

    private readonly OrderedDictionary<object, (object? Key, object? Value)> _items = new(KeyComparer.Instance);

    public int Count => _items.Count;

    public IEnumerable<object?> Keys => _items.Values.Select(item => item.Key);

    public IEnumerable<object?> Values => _items.Values.Select(item => item.Value);

    public IEnumerable<(object? Key, object? Value)> Items => _items.Values;

    /// <summary>Sets a value; a key that is there keeps its place and its form.</summary>
    public void Set(object? key, object? value)
    {
        object lookup = Lookup(key);
        _items[lookup] = (_items.TryGetValue(lookup, out (object? Key, object? Value) old) ? old.Key : key, value);
    }

    public bool TryGet(object? key, out object? value)
    {
        bool found = _items.TryGetValue(Lookup(key), out (object? Key, object? Value) item);
        value = item.Value;
        return found;
    }

    private static object Lookup(object? key) => Lookup(key, 0);

    private static object Lookup(object? key, int depth) => key switch
    {
        null => KeyComparer.None,
        string => key,
        bool flag => flag ? 1L : 0L,
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e18 => (long)number,
        JinjaList or JinjaDictionary => throw JinjaError.Type($"unhashable type: '{PythonText.TypeName(key)}'"),
        JinjaTuple tuple => Lookup(tuple, depth),
        _ => key,
    };

    private static TupleKey Lookup(JinjaTuple tuple, int depth)
    {
        JinjaWork.Spend((long)JinjaWork.Visit * tuple.Items.Count);
        return depth < MaximumDepth
            ? new TupleKey([.. tuple.Items.Select(item => Lookup(item, depth + 1))])
            : throw JinjaError.Limit("a tuple is too deep to be a key");
    }

    private sealed class TupleKey(object[] parts)
    {
        public object[] Parts => parts;
    }

    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public static readonly object None = new();

        public static readonly KeyComparer Instance = new();

        bool IEqualityComparer<object>.Equals(object? x, object? y) => x is TupleKey left && y is TupleKey right
            ? left.Parts.SequenceEqual(right.Parts, this)
            : Equals(x, y);

        int IEqualityComparer<object>.GetHashCode(object key) => key is TupleKey tuple
            ? tuple.Parts.Aggregate(17, (hash, part) => HashCode.Combine(hash, part.GetHashCode()))
            : key.GetHashCode();
    }
}
