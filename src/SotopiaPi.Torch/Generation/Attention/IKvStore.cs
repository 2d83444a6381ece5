namespace SotopiaPi.Torch;

/// <summary>
/// The memory of keys and values, in blocks of <see cref="KvLayout.BlockTokens"/> tokens over all layers, and the attention that reads it. What a
/// row gets depends on its own sequence alone, to the bit: not on what else is in the pass, nor on which earlier pass stored its keys.
/// </summary>
internal interface IKvStore : IDisposable
{
    /// <summary>The number of blocks.</summary>
    int Blocks { get; }

    /// <summary>The memory of one block, in bytes.</summary>
    long BlockBytes { get; }

    /// <summary>Copies the first tokens of a block to another, in all layers.</summary>
    void CopyTokens(int from, int to, int count);

    /// <summary>
    /// The attention of one pass: stores keys and values of its rows, then lets each row see its sequence up to itself. Passes over
    /// different blocks may run at the same time.
    /// </summary>
    /// <param name="runs">The rows in use; rows of the pass in none of them get zeros.</param>
    IAttentionPattern Pattern(IReadOnlyList<RowRun> runs);
}
