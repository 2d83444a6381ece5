namespace SotopiaPi.Benchmarks;

/// <summary>Says which passes through a kernel are timed.</summary>
public enum Passes
{
    /// <summary>The forward pass, recorded for gradients.</summary>
    Forward,

    /// <summary>The forward pass and the gradients.</summary>
    ForwardAndBackward,
}
