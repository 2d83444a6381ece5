namespace SotopiaPi;

/// <summary>Settings of <see cref="TopShareFilter"/>.</summary>
public sealed record TopShareOptions
{
    /// <summary>Gets the paper's rule for self-reinforcement: the best 20 % of each environment, both seats together, rounded down (arXiv:2403.08715 §B.2).</summary>
    public static TopShareOptions Paper { get; } = new();

    /// <summary>Gets a rule of the reference code that its final pipeline does not use: the best 70 % of all by overall score. Source: sotopia-lab/sotopia-pi@245fa7bb, <c>select_top_reward_eps</c>.</summary>
    public static TopShareOptions ReferenceTopReward { get; } = new() { Share = 0.7, Grouping = SeatGrouping.All, Dimension = null, Rounding = MidpointRounding.ToEven };

    /// <summary>Gets the share of seats kept in each group.</summary>
    /// <value>Above 0, at most 1. The default is 0.2.</value>
    public double Share
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 0.2;

    /// <summary>Gets which seats compete. The default is <see cref="SeatGrouping.Environment"/>.</summary>
    public SeatGrouping Grouping { get; init; } = SeatGrouping.Environment;

    /// <summary>Gets the dimension to rank by; <see langword="null"/> for the overall score. The default is <see cref="SocialDimension.Goal"/>.</summary>
    public SocialDimension? Dimension { get; init; } = SocialDimension.Goal;

    /// <summary>Gets how the number of kept seats is rounded. The default rounds down.</summary>
    public MidpointRounding Rounding { get; init; } = MidpointRounding.ToNegativeInfinity;
}
