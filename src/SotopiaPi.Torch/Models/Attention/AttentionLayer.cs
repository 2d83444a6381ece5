namespace SotopiaPi.Torch;

/// <summary>Describes the attention of one layer to an <see cref="IAttentionPattern"/>.</summary>
/// <param name="Index">The layer, from 0.</param>
/// <param name="HeadCount">The number of query heads, H.</param>
/// <param name="KeyValueHeadCount">The number of key/value heads, Hkv; each serves H/Hkv neighbouring query heads.</param>
/// <param name="HeadSize">The width of a head, Dh.</param>
/// <param name="Scale">What scores are multiplied with.</param>
/// <param name="Window">The number of keys that a query sees, itself included; <see langword="null"/> for all.</param>
/// <param name="SoftCap">c where scaled scores become c·tanh(x/c) before the mask; <see langword="null"/> for none.</param>
public sealed record AttentionLayer(int Index, int HeadCount, int KeyValueHeadCount, int HeadSize, double Scale, int? Window, double? SoftCap);
