namespace SotopiaPi;

/// <summary>Settings of <see cref="TopRatedFilter"/>.</summary>
public sealed record TopRatedOptions
{
    /// <summary>Gets the rule of the reference code: the best one of each seat and environment; failed ratings are skipped. Source: sotopia-lab/sotopia-pi@245fa7bb, <c>filter_episodes_on_top_2_selfplay</c>.</summary>
    public static TopRatedOptions Reference { get; } = new() { Count = 1 };

    /// <summary>Gets the number of seats kept in each group.</summary>
    /// <value>At least 1. The default is 2, the number the paper always keeps (arXiv:2403.08715 §B.2).</value>
    public int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;

    /// <summary>Gets which seats compete. The default is <see cref="SeatGrouping.EnvironmentAndSeat"/>.</summary>
    public SeatGrouping Grouping { get; init; } = SeatGrouping.EnvironmentAndSeat;

    /// <summary>Gets the dimension to rank by; <see langword="null"/> for the overall score. The default is <see cref="SocialDimension.Goal"/>.</summary>
    public SocialDimension? Dimension { get; init; } = SocialDimension.Goal;
}
