namespace SotopiaPi.Torch;

/// <summary>Describes rotary position embeddings (arXiv:2104.09864) in the half-rotation layout of Hugging Face checkpoints.</summary>
/// <param name="Theta">The base of the frequencies, for example 10000. Above 1.</param>
public sealed record RopeConfig(double Theta)
{
    /// <summary>Gets the share of each head that rotates; the rest passes unchanged.</summary>
    /// <value>Above 0, at most 1. The default is 1.</value>
    public double RotaryFraction { get; init; } = 1;

    /// <summary>Gets how the frequencies are changed for longer contexts.</summary>
    /// <value>The default is <see cref="RopeScaling.None"/>.</value>
    public RopeScaling Scaling { get; init; } = RopeScaling.None;
}
