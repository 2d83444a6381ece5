namespace SotopiaPi;

/// <summary>Settings of <see cref="RepresentativeDraw"/>.</summary>
public sealed record RepresentativeOptions
{
    /// <summary>Gets the seed of the draws.</summary>
    public long Seed { get; init; }

    /// <summary>Gets the number of points drawn of each task.</summary>
    /// <value>At least 1. The default is 2, which gives 28 of the 14 hard tasks (arXiv:2403.08715 §4).</value>
    public int PointsPerTask
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;

    /// <summary>Gets the mean goal score that the part must have; <see langword="null"/> (default) for the mean of the reference scores over all points. The paper took 5.9, its reference's mean over the hard points being 5.92.</summary>
    public double? Target { get; init; }

    /// <summary>Gets how far the part's mean may lie from the target.</summary>
    /// <value>More than 0. The default is 0.1 (sotopia-lab/sotopia-pi: hard_scenario_sampling.py).</value>
    public double Tolerance
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 0.1;

    /// <summary>Gets the number of draws after which to give up.</summary>
    /// <value>At least 1. The default is 100,000.</value>
    public int MaxDraws
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100_000;
}
