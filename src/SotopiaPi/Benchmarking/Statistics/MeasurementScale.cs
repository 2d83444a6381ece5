namespace SotopiaPi;

/// <summary>Says what the distance of two ratings means.</summary>
public enum MeasurementScale
{
    /// <summary>Categories without order: equal or not.</summary>
    Nominal,

    /// <summary>Ordered categories: how many ratings lie between.</summary>
    Ordinal,

    /// <summary>Numbers whose differences count, such as the scores of SOTOPIA-EVAL.</summary>
    Interval,

    /// <summary>Numbers of at least 0 whose ratios count.</summary>
    Ratio,
}
