namespace SotopiaPi.Torch;

/// <summary>Where the numbers of an attention lie. Gradients are null in the forward pass.</summary>
internal readonly unsafe struct AttentionPointers
{
    /// <summary>[N, H, Dh].</summary>
    public float* Query { get; init; }

    /// <summary>[N, Hkv, Dh].</summary>
    public float* Key { get; init; }

    /// <summary>[N, Hkv, Dh].</summary>
    public float* Value { get; init; }

    /// <summary>[N, H, Dh].</summary>
    public float* Output { get; init; }

    /// <summary>[N, H]: the logarithm of each row's sum of exponentials.</summary>
    public float* LogSum { get; init; }

    /// <summary>[N, H, Dh]: the gradient that comes in.</summary>
    public float* OutputGradient { get; init; }

    /// <summary>[N, H, Dh].</summary>
    public float* QueryGradient { get; init; }

    /// <summary>[N, Hkv, Dh].</summary>
    public float* KeyGradient { get; init; }

    /// <summary>[N, Hkv, Dh].</summary>
    public float* ValueGradient { get; init; }

    /// <summary>Gives the same with the gradients of keys and values that a part writes.</summary>
    public AttentionPointers Part(int part, nint size) => this with { KeyGradient = KeyGradient + (part * size), ValueGradient = ValueGradient + (part * size) };
}
