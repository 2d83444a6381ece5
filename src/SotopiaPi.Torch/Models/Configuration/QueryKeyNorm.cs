namespace SotopiaPi.Torch;

/// <summary>Names how queries and keys are normalised before the rotation.</summary>
public enum QueryKeyNorm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each head by itself, weights [Dh], as in Qwen3.</summary>
    PerHead,

    /// <summary>All heads together, weights [H·Dh] and [Hkv·Dh], as in OLMo 2.</summary>
    WholeProjection,
}
