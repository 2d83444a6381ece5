namespace SotopiaPi;

/// <summary>Names a version of the reference whose behaviour is followed where the versions differ.</summary>
public enum SotopiaSemantics
{
    /// <summary>sotopia-lab/sotopia at f982b505 (October 2023): the version that SOTOPIA-π was built on.</summary>
    V2023,

    /// <summary>sotopia-lab/sotopia at a0aaafb (January 2026) in its features, without its losses.</summary>
    Current,
}

/// <summary>Names a reading of the turn limit.</summary>
public enum TurnLimit
{
    /// <summary>An episode has at most <see cref="EpisodeOptions.MaxTurns"/> turns, as the paper says.</summary>
    Exact,

    /// <summary>An episode ends after the turn that exceeds the limit: one turn more (the reference of 2023 stops when <c>turn_number &gt; max_turn_number</c>). Under <see cref="SotopiaSemantics.Current"/> it is exact all the same.</summary>
    Reference,
}
