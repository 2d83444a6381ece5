namespace SotopiaPi.Torch;

/// <summary>The sizes of the keys and values that a decoder leaves behind.</summary>
/// <param name="Layers">The number of layers.</param>
/// <param name="Heads">The number of key/value heads, Hkv.</param>
/// <param name="HeadSize">The width of a head, Dh.</param>
internal sealed record KvLayout(int Layers, int Heads, int HeadSize)
{
    /// <summary>The number of tokens in a block: the unit in which memory is handed out and shared.</summary>
    public const int BlockTokens = 16;

    /// <summary>The layout of a decoder.</summary>
    public static KvLayout Of(DecoderConfig config) => new(config.Layers.Count, config.KeyValueHeadCount, config.HeadSize);

    /// <summary>The number of blocks that hold a number of tokens.</summary>
    public static int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;
}
