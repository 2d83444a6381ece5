namespace SotopiaPi.Torch;

/// <summary>The arguments of a call: by position and by name.</summary>
internal sealed class JinjaArguments
{
    public static readonly JinjaArguments Empty = new([], null);

    private readonly IReadOnlyList<KeyValuePair<string, object?>> _named;

    public JinjaArguments(IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>>? named)
    {
        Positional = positional;
        _named = named ?? [];
    }

    public IReadOnlyList<object?> Positional { get; }

    public IReadOnlyList<KeyValuePair<string, object?>> Named => _named;

    /// <summary>The argument at a position or of a name; false when it was not given.</summary>
    public bool TryGet(int index, string name, out object? value)
    {
        if (index < Positional.Count)
        {
            value = Positional[index];
            return true;
        }

        foreach ((string given, object? argument) in _named)
        {
            if (given == name)
            {
                value = argument;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>The argument, or null (None) when it was not given.</summary>
    public object? Get(int index, string name) => TryGet(index, name, out object? value) ? value : null;

    /// <summary>The argument, which must be given.</summary>
    public object? Required(int index, string name) => TryGet(index, name, out object? value)
        ? value
        : throw JinjaError.Type($"missing 1 required positional argument: '{name}'");

    /// <summary>A truth value, or the default.</summary>
    public bool Flag(int index, string name, bool otherwise) => TryGet(index, name, out object? value) ? JinjaTruth.Of(value) : otherwise;

    /// <summary>A whole number, or the default.</summary>
    public long Integer(int index, string name, long otherwise) => TryGet(index, name, out object? value) && value is not null
        ? JinjaNumber.ToInteger(value)
        : otherwise;

    /// <summary>A text, or the default.</summary>
    public string? Text(int index, string name, string? otherwise) => TryGet(index, name, out object? value) && value is not null
        ? value as string ?? throw JinjaError.Type($"argument '{name}' must be str, not {PythonText.TypeName(value)}")
        : otherwise;

    /// <summary>The arguments without the first ones by position.</summary>
    public JinjaArguments Skip(int count) => new([.. Positional.Skip(count)], _named);
}
