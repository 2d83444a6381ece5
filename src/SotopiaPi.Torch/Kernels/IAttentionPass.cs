namespace SotopiaPi.Torch;

/// <summary>One direction of an attention; each worker has its own.</summary>
internal interface IAttentionPass : IDisposable
{
    /// <summary>Computes a key head of a component, and the query heads that share it, for some of the queries. Writes nothing else.</summary>
    /// <param name="component">The component.</param>
    /// <param name="keyHead">The key head.</param>
    /// <param name="share">Which tiles of queries: every so many, from this one on. Gradients of keys and values are those of these queries.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="at">Where the numbers lie.</param>
    void Run(AttentionComponent component, int keyHead, (int First, int Every) share, in AttentionSizes sizes, in AttentionPointers at);
}
