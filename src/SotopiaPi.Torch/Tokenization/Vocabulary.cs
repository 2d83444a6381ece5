using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>The tokens of a tokenizer by id and the ids by token: those of the model, and added ones that the model does not know.</summary>
internal sealed class Vocabulary
{
    /// <summary>The largest id that a file may name; a guard against files that would ask for gigabytes.</summary>
    public const int MaximumId = (1 << 20) - 2;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int> _addedIds = new(StringComparer.Ordinal);
    private string?[] _tokens;
    private int _count;

    public Vocabulary(int capacity)
    {
        _ids = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        _tokens = new string?[Math.Max(capacity, 16)];
    }

    /// <summary>The highest id + 1.</summary>
    public int Size => _count;

    /// <summary>Adds a token of the model; a token seen before is replaced, as a JSON object's later key would be.</summary>
    public void Add(string token, int id) => Add(_ids, token, id);

    /// <summary>Adds a token that the model does not know.</summary>
    public void AddOutsideModel(string token, int id) => Add(_addedIds, token, id);

    private void Add(Dictionary<string, int> ids, string token, int id)
    {
        if (id is < 0 or > MaximumId)
        {
            throw new TokenizerException($"The token '{Shown.Text(token)}' has the id {id}; ids lie between 0 and {MaximumId}.");
        }

        if (id >= _tokens.Length)
        {
            Array.Resize(ref _tokens, Math.Max(id + 1, Math.Min(_tokens.Length * 2, MaximumId + 1)));
        }

        ids[token] = id;
        _tokens[id] = token;
        _count = Math.Max(_count, id + 1);
    }

    /// <summary>The id of a token, added tokens included, or −1.</summary>
    public int Find(string token) => _ids.TryGetValue(token, out int id) ? id : _addedIds.GetValueOrDefault(token, -1);

    /// <summary>The id of a token of the model, or −1.</summary>
    public int FindInModel(ReadOnlySpan<char> token)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrNullRef(_ids.GetAlternateLookup<ReadOnlySpan<char>>(), token);
        return System.Runtime.CompilerServices.Unsafe.IsNullRef(ref id) ? -1 : id;
    }

    /// <summary>The token of an id, or null when the id has none.</summary>
    public string? Token(int id) => (uint)id < (uint)_count ? _tokens[id] : null;

    /// <summary>All tokens of the model with their ids, in no particular order.</summary>
    public IEnumerable<KeyValuePair<string, int>> Entries => _ids;
}
