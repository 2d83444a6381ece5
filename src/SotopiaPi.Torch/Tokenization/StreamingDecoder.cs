namespace SotopiaPi.Torch;

/// <summary>
/// Decodes ids one at a time and gives out only complete text: text that ends within a UTF-8 sequence waits for the next ids. What all
/// calls gave out, joined, equals <see cref="HuggingFaceTokenizer.Decode(IEnumerable{int}, bool)"/> of all ids, except that bytes which
/// turn out not to be UTF-8 cannot take back characters already given out. Not thread-safe; memory does not grow with the text.
/// </summary>
public sealed class StreamingDecoder
{
    private const int MaximumPending = 64;

    private readonly HuggingFaceTokenizer _tokenizer;
    private readonly bool _skipsSpecialTokens;
    private readonly List<string> _pending = [];
    private bool _started;

    internal StreamingDecoder(HuggingFaceTokenizer tokenizer, bool skipsSpecialTokens)
    {
        _tokenizer = tokenizer;
        _skipsSpecialTokens = skipsSpecialTokens;
    }

    /// <summary>Adds an id and returns the text that is complete now.</summary>
    /// <param name="id">The next id. Ids outside the vocabulary add nothing.</param>
    /// <returns>The new text; empty when it has to wait, or when the id adds none.</returns>
    public string Append(int id)
    {
        if (_tokenizer.ShownToken(id, _skipsSpecialTokens) is not { } token)
        {
            return "";
        }

        _pending.Add(token);
        string text = _tokenizer.Decoder.Decode(_pending, _started);
        if (text.EndsWith('\uFFFD') && _pending.Count < MaximumPending)
        {
            return "";
        }

        _started = true;
        _pending.Clear();
        return text;
    }

    /// <summary>Gives out what was held back; an incomplete UTF-8 sequence becomes U+FFFD. The decoder then begins a new text.</summary>
    /// <returns>The rest of the text.</returns>
    public string Flush()
    {
        string text = _pending.Count == 0 ? "" : _tokenizer.Decoder.Decode(_pending, _started);
        _pending.Clear();
        _started = false;
        return text;
    }
}
