using System.Collections;

namespace SotopiaPi;

/// <summary>
/// An immutable list to whose end one appends in constant time: lists that grew from one another share their buffer; a second growth from the same list copies it.
/// </summary>
internal sealed class GrowingList<T> : IReadOnlyList<T>
{
    public static readonly GrowingList<T> Empty = new(new Buffer(0), 0);

    private readonly Buffer _buffer;

    private GrowingList(Buffer buffer, int count)
    {
        _buffer = buffer;
        Count = count;
    }

    public int Count { get; }

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _buffer.Items[index];
        }
    }

    /// <summary>A list of these items; the same object when they are one already.</summary>
    public static GrowingList<T> Of(IReadOnlyList<T> items)
    {
        if (items is GrowingList<T> growing)
        {
            return growing;
        }

        Buffer buffer = new(items.Count) { Used = items.Count };
        for (int i = 0; i < items.Count; i++)
        {
            buffer.Items[i] = items[i];
        }

        return new GrowingList<T>(buffer, items.Count);
    }

    public GrowingList<T> Add(T item)
    {
        bool owns = Count < _buffer.Items.Length && Interlocked.CompareExchange(ref _buffer.Used, Count + 1, Count) == Count;
        Buffer buffer = owns ? _buffer : Copy();
        buffer.Items[Count] = item;
        return new GrowingList<T>(buffer, Count + 1);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return _buffer.Items[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Buffer Copy()
    {
        Buffer copy = new(Math.Max(4, 2 * Count)) { Used = Count + 1 };
        Array.Copy(_buffer.Items, copy.Items, Count);
        return copy;
    }

    private sealed class Buffer(int capacity)
    {
        public readonly T[] Items = new T[capacity];

        public int Used;
    }
}
