namespace SotopiaPi.Torch;

/// <summary>Names the activation of the gate in a decoder's MLP.</summary>
public enum DecoderActivation
{
    /// <summary>x · sigmoid(x).</summary>
    Silu,

    /// <summary>The Gaussian error linear unit by its tanh approximation.</summary>
    GeluTanh,

    /// <summary>The Gaussian error linear unit, exact.</summary>
    Gelu,
}
