namespace SotopiaPi.Torch;

/// <summary>The variables of a block; names that it lacks are looked up in the block around it.</summary>
internal sealed class JinjaScope(JinjaScope? outer)
{
    private const int Few = 16;

    private Dictionary<string, int>? _index;
    private string[] _names = [];
    private object?[] _values = [];
    private int _count;

    /// <summary>Sets a variable of this scope.</summary>
    public void Set(string name, object? value)
    {
        int index = IndexOf(name);
        if (index < 0)
        {
            if (_count == _names.Length)
            {
                Array.Resize(ref _names, Math.Max(4, _count * 2));
                Array.Resize(ref _values, _names.Length);
            }

            index = _count++;
            _names[index] = name;
            _index?.Add(name, index);
            if (_count == Few)
            {
                _index = _names.Take(Few).Select((known, place) => (known, place)).ToDictionary(pair => pair.known, pair => pair.place, StringComparer.Ordinal);
            }
        }

        _values[index] = value;
    }

    /// <summary>Looks a variable up, here and outwards.</summary>
    public bool TryGet(string name, out object? value)
    {
        for (JinjaScope? scope = this; scope is not null; scope = scope.Outer)
        {
            int index = scope.IndexOf(name);
            if (index >= 0)
            {
                value = scope._values[index];
                return true;
            }
        }

        value = null;
        return false;
    }

    private JinjaScope? Outer => outer;

    private int IndexOf(string name)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(name, -1);
        }

        for (int i = 0; i < _count; i++)
        {
            if (ReferenceEquals(_names[i], name) || _names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
