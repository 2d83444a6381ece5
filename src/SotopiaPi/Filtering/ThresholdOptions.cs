namespace SotopiaPi;

/// <summary>Settings of <see cref="ThresholdFilter"/>.</summary>
public sealed record ThresholdOptions
{
    /// <summary>
    /// Gets a rule of the reference code that its final pipeline does not use: a seat must pass the lower of 7 and the reference player's mean, and the partner
    /// must pass the lower of 7 and that mean, which counts as at least 6. Source: sotopia-lab/sotopia-pi@245fa7bb, <c>filter_episodes</c>.
    /// </summary>
    public static ThresholdOptions ReferenceComparison { get; } = new() { CompareWithReference = true, PartnerFloor = 6 };

    /// <summary>Gets the score that must be exceeded.</summary>
    /// <value>In points of the dimension. The default is 7 (<c>filter_args.yml</c> of the reference).</value>
    public double Threshold { get; init; } = 7;

    /// <summary>Gets the dimension that must exceed it; <see langword="null"/> for the overall score. The default is <see cref="SocialDimension.Goal"/>.</summary>
    public SocialDimension? Dimension { get; init; } = SocialDimension.Goal;

    /// <summary>Gets a value indicating whether the threshold is lowered to the mean of <see cref="FilterContext.ReferenceMeans"/> where that is lower.</summary>
    public bool CompareWithReference { get; init; }

    /// <summary>Gets the least value that a reference mean counts for when the other seats of the episode are compared; <see langword="null"/> when other seats do not matter.</summary>
    public double? PartnerFloor { get; init; }
}
