namespace SotopiaPi;

/// <summary>How far a change that leaves the outcome alone moved a score.</summary>
/// <param name="Perturbation">The change.</param>
/// <param name="Score">The dimension, or <see cref="JudgeCard.Overall"/>.</param>
/// <param name="Difference">The mean difference, changed minus original, over episodes; seats of one episode are averaged.</param>
/// <param name="PValue">The two-sided p-value of "not moved" (paired t-test); <see langword="null"/> with fewer than two episodes, or when nothing moved at all.</param>
public sealed record JudgeEffect(string Perturbation, string Score, MeanEstimate Difference, double? PValue)
{
    /// <summary>Gets the p-value adjusted for all effects of the card (Holm).</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>Gets a value indicating whether the judge is moved by the change: the adjusted p-value is below 0.05.</summary>
    public bool IsSignificant => AdjustedPValue < 0.05;
}
