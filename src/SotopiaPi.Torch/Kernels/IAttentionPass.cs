namespace SotopiaPi.Torch;

/// <summary>One direction of an attention; each worker has its own.</summary>
internal interface IAttentionPass : IDisposable
{
    /// <summary>Computes a key head of a component, and the query heads that share it. Writes nothing else.</summary>
    void Run(AttentionComponent component, int keyHead, in AttentionSizes sizes, in AttentionPointers at);
}
