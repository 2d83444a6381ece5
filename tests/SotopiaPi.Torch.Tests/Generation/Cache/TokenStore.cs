namespace SotopiaPi.Torch.Tests;

/// <summary>A store that holds, in place of keys and values, what decides them: the whole text up to each token.</summary>
internal sealed class TokenStore(int blocks) : IKvStore
{
    private readonly string?[,] _texts = new string?[blocks, KvLayout.BlockTokens];

    public int Blocks => blocks;

    public long BlockBytes => 1;

    public void CopyTokens(int from, int to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _texts[to, i] = _texts[from, i];
        }
    }

    public IAttentionPattern Pattern(IReadOnlyList<RowRun> runs) => throw new NotSupportedException();

    /// <summary>Stores the tokens of a sequence from what is computed up to an end.</summary>
    public void Compute(SequenceCache cache, List<int> tokens, int end)
    {
        for (int i = cache.Computed; i < end; i++)
        {
            _texts[cache.Blocks[i / KvLayout.BlockTokens], i % KvLayout.BlockTokens] = Text(tokens, i);
        }
    }

    /// <summary>Whether everything that counts as computed is what this sequence would have stored.</summary>
    public bool Holds(SequenceCache cache, List<int> tokens) =>
        Enumerable.Range(0, cache.Computed).All(i => _texts[cache.Blocks[i / KvLayout.BlockTokens], i % KvLayout.BlockTokens] == Text(tokens, i));

    public void Dispose()
    {
    }

    private static string Text(List<int> tokens, int last) => string.Join(' ', tokens.Take(last + 1));
}
