namespace SotopiaPi;

/// <summary>Says which seats compete with one another in a filter.</summary>
public enum SeatGrouping
{
    /// <summary>The same seat of the same environment: both positions get their share.</summary>
    EnvironmentAndSeat,

    /// <summary>All seats of the same environment.</summary>
    Environment,

    /// <summary>All seats of the collection.</summary>
    All,
}
