namespace SotopiaPi.Torch;

/// <summary>What constrained output needs to know of a tokenizer: the bytes of each token, and which tokens end a reply.</summary>
internal sealed class TokenVocabulary
{
    private readonly byte[]?[] _bytes;

    /// <param name="bytes">The bytes of each token id; null or empty for a token that stands for no text, such as a control token.</param>
    /// <param name="endTokens">The tokens that end a reply; they stand for no text, whatever their bytes.</param>
    public TokenVocabulary(IEnumerable<byte[]?> bytes, IEnumerable<int> endTokens)
    {
        _bytes = [.. bytes];
        EndTokens = [.. endTokens.Where(id => id < _bytes.Length)];
        foreach (int id in EndTokens)
        {
            _bytes[id] = null;
        }

        Trie = new(_bytes);
    }

    /// <summary>The number of ids.</summary>
    public int Count => _bytes.Length;

    public IReadOnlyList<int> EndTokens { get; }

    public TokenTrie Trie { get; }

    /// <summary>The bytes of a token; none for one without text.</summary>
    public ReadOnlySpan<byte> Bytes(int token) => _bytes[token];
}
