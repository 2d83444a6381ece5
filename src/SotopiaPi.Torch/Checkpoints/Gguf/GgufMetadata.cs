namespace SotopiaPi.Torch;

/// <summary>Gives the metadata of a GGUF file by key, each value as what it is wanted as, with clear errors.</summary>
public sealed class GgufMetadata
{
    private readonly string _path;
    private readonly IReadOnlyDictionary<string, object> _values;

    internal GgufMetadata(string path, IReadOnlyDictionary<string, object> values) => (_path, _values) = (path, values);

    /// <summary>Gets the keys, for example <c>general.architecture</c> or <c>tokenizer.ggml.tokens</c>.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>Says whether there is a value.</summary>
    /// <param name="key">The key.</param>
    public bool Contains(string key) => _values.ContainsKey(key);

    /// <summary>Gives a text; <see langword="null"/> when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CheckpointException">The value is of another kind.</exception>
    public string? Text(string key) => Get<string>(key, "a text", value => value as string);

    /// <summary>Gives a whole number; <see langword="null"/> when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CheckpointException">The value is of another kind or too large.</exception>
    public long? Integer(string key) => (long?)Get<object>(key, "a whole number", value => value as long?);

    /// <summary>Gives a number; <see langword="null"/> when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CheckpointException">The value is of another kind.</exception>
    public double? Number(string key) => (double?)Get<object>(key, "a number", value => value as double? ?? (value is long whole ? whole : null));

    /// <summary>Gives true or false; <see langword="null"/> when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CheckpointException">The value is of another kind.</exception>
    public bool? Flag(string key) => (bool?)Get<object>(key, "true or false", value => value as bool?);

    /// <summary>Gives a list of texts; <see langword="null"/> when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CheckpointException">The value is of another kind.</exception>
    public IReadOnlyList<string>? Texts(string key) => Get<IReadOnlyList<string>>(key, "a list of texts", value => value as string[]);

    /// <summary>Gives a list of whole numbers; <see langword="null"/> when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CheckpointException">The value is of another kind.</exception>
    public IReadOnlyList<long>? Integers(string key) => Get<IReadOnlyList<long>>(key, "a list of whole numbers", value => value as long[]);

    /// <summary>Gives a list of numbers; <see langword="null"/> when the key is missing.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="CheckpointException">The value is of another kind.</exception>
    public IReadOnlyList<double>? Numbers(string key) =>
        Get<IReadOnlyList<double>>(key, "a list of numbers", value => value as double[] ?? (value is long[] whole ? Array.ConvertAll(whole, x => (double)x) : null));

    /// <summary>Gives a value as it was read: text, long, double, bool, or an array of one of these.</summary>
    internal object Value(string key) => _values[key];

    private T? Get<T>(string key, string wanted, Func<object, T?> convert) where T : class =>
        !_values.TryGetValue(key, out object? value) ? null
        : convert(value) ?? throw new CheckpointException(_path, $"the metadata '{key}' is {Shown(value)}, wanted {wanted}.");

    private static string Shown(object value) => value is Array list ? $"a list of {list.Length} {value.GetType().GetElementType()!.Name}" : $"'{value}'";
}
