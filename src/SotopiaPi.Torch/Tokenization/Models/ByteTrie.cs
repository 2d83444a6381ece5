namespace SotopiaPi.Torch;

/// <summary>A trie over bytes with a value at the ends of keys. Its edges lie in one hash table, so that a step costs one look-up.</summary>
internal sealed class ByteTrie
{
    /// <summary>The node that keys start from.</summary>
    public const int Root = 0;

    private readonly List<int> _values = [-1];
    private long[] _keys = new long[1024];
    private int[] _children = new int[1024];
    private int _edges;

    /// <summary>Adds a key; a key that is there takes the new value.</summary>
    public void Add(ReadOnlySpan<byte> key, int value)
    {
        int node = Root;
        foreach (byte step in key)
        {
            int child = Step(node, step);
            node = child >= 0 ? child : AddEdge(node, step);
        }

        _values[node] = value;
    }

    /// <summary>The node that a byte leads to, or −1.</summary>
    public int Step(int node, byte step)
    {
        long key = Key(node, step);
        int index = Index(key, _keys.Length);
        while (_keys[index] != 0)
        {
            if (_keys[index] == key)
            {
                return _children[index];
            }

            index = (index + 1) & (_keys.Length - 1);
        }

        return -1;
    }

    /// <summary>The value of the key that ends at a node, or −1.</summary>
    public int Value(int node) => _values[node];

    /// <summary>The value of a key, or −1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        int node = Root;
        for (int i = 0; i < key.Length && node >= 0; i++)
        {
            node = Step(node, key[i]);
        }

        return node < 0 ? -1 : _values[node];
    }

    private int AddEdge(int node, byte step)
    {
        if (++_edges * 2 > _keys.Length)
        {
            Grow();
        }

        int child = _values.Count;
        _values.Add(-1);
        Put(Key(node, step), child);
        return child;
    }

    private void Grow()
    {
        (long[] keys, int[] children) = (_keys, _children);
        (_keys, _children) = (new long[keys.Length * 2], new int[keys.Length * 2]);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                Put(keys[i], children[i]);
            }
        }
    }

    private void Put(long key, int child)
    {
        int index = Index(key, _keys.Length);
        while (_keys[index] != 0)
        {
            index = (index + 1) & (_keys.Length - 1);
        }

        (_keys[index], _children[index]) = (key, child);
    }

    private static long Key(int node, byte step) => (((long)node << 8) | step) + 1;

    private static int Index(long key, int length) => (int)(((ulong)key * 0x9E3779B97F4A7C15UL) >> 32) & (length - 1);
}
