namespace SotopiaPi.Torch;

/// <summary>Names where a decoder layer normalises.</summary>
public enum NormPlacement
{
    /// <summary>x + f(norm(x)), as in Llama.</summary>
    Before,

    /// <summary>x + norm(f(x)), as in OLMo 2.</summary>
    After,

    /// <summary>x + norm(f(norm(x))), as in Gemma 2.</summary>
    BeforeAndAfter,
}
