namespace SotopiaPi;

/// <summary>Settings of a <see cref="JudgeCard"/>.</summary>
public sealed record JudgeCardOptions
{
    /// <summary>Gets the changes to try. The default is <see cref="EpisodePerturbation.All"/>.</summary>
    public IReadOnlyList<EpisodePerturbation> Perturbations { get; init; } = EpisodePerturbation.All;

    /// <summary>Gets how many episodes are rated at once.</summary>
    /// <value>At least 1. The default is 8.</value>
    public int MaxConcurrency
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    /// <summary>Gets the coverage of the intervals.</summary>
    /// <value>Between 0.5 and 0.999. The default is 0.95.</value>
    public double Confidence
    {
        get;
        init
        {
            StudentT.CheckConfidence(value);
            field = value;
        }
    } = 0.95;
}
