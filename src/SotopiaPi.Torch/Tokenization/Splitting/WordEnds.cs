namespace SotopiaPi.Torch;

/// <summary>A growing list of word ends in UTF-16 units. A word that is to be left out is marked.</summary>
internal sealed class WordEnds
{
    private int[] _values = new int[64];

    /// <summary>The number of words.</summary>
    public int Count { get; private set; }

    /// <summary>Empties the list and keeps its memory, up to a bound.</summary>
    public void Clear()
    {
        Count = 0;
        if (_values.Length > 1 << 16)
        {
            _values = new int[64];
        }
    }

    /// <summary>Adds a word that reaches from the last end to this one.</summary>
    public void Add(int end) => Push(end);

    /// <summary>Adds a stretch of text that belongs to no word.</summary>
    public void AddDropped(int end) => Push(~end);

    /// <summary>The end of a word.</summary>
    public int End(int index) => _values[index] < 0 ? ~_values[index] : _values[index];

    /// <summary>Whether the stretch belongs to no word.</summary>
    public bool IsDropped(int index) => _values[index] < 0;

    private void Push(int value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Count * 2);
        }

        _values[Count++] = value;
    }
}
