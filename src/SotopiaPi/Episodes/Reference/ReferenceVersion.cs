namespace SotopiaPi;

/// <summary>Names a version of the reference whose file formats are written.</summary>
public enum ReferenceVersion
{
    /// <summary>sotopia-lab/sotopia at f982b505 (October 2023).</summary>
    V2023,

    /// <summary>The published package sotopia 0.1.5.</summary>
    V015,

    /// <summary>sotopia-lab/sotopia at a0aaafb (January 2026).</summary>
    Head,
}
