namespace SotopiaPi.Torch;

/// <summary>The settings of AdamW (arXiv:1711.05101). The defaults are those of transformers' Trainer.</summary>
public sealed record AdamWSettings
{
    /// <summary>Gets the decay of the mean of gradients, β₁.</summary>
    /// <value>From 0 to below 1. The default is 0.9.</value>
    public double Beta1 { get; init => field = Beta(value); } = 0.9;

    /// <summary>Gets the decay of the mean of squared gradients, β₂.</summary>
    /// <value>From 0 to below 1. The default is 0.999.</value>
    public double Beta2 { get; init => field = Beta(value); } = 0.999;

    /// <summary>Gets what is added to the root of the mean square, ε.</summary>
    /// <value>Above 0. The default is 10⁻⁸.</value>
    public double Epsilon { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ε must be above 0."); } = 1e-8;

    /// <summary>Gets the share by which weights shrink in each step, before it is multiplied with the learning rate.</summary>
    /// <value>At least 0. The default is 0 (arXiv:2403.08715 §B.5).</value>
    public double WeightDecay { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight decay must be at least 0."); }

    private static double Beta(double value) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A beta must lie between 0 and 1, 1 excluded.");
}
