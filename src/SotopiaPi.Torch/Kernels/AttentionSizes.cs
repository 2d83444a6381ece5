namespace SotopiaPi.Torch;

/// <summary>The tensors of an attention as the kernels see them: contiguous float32, [N, H, Dh] or [N, Hkv, Dh].</summary>
/// <param name="Heads">H.</param>
/// <param name="KeyHeads">Hkv, a divisor of H.</param>
/// <param name="Size">Dh.</param>
/// <param name="Scale">What scores are multiplied with.</param>
/// <param name="Window">The number of keys that a query sees, itself included; <see cref="int.MaxValue"/> for all.</param>
internal readonly record struct AttentionSizes(int Heads, int KeyHeads, int Size, float Scale, int Window);
