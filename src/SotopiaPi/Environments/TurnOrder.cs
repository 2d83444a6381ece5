namespace SotopiaPi;

/// <summary>Says which seats act in a turn.</summary>
public enum TurnOrder
{
    /// <summary>One seat after the other; seat 0 opens. The order of SOTOPIA-π.</summary>
    RoundRobin,

    /// <summary>All seats at once.</summary>
    Simultaneous,

    /// <summary>One seat, drawn with the episode's seed.</summary>
    Random,
}
