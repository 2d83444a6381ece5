namespace SotopiaPi;

/// <summary>Names the constraints of a situation that are kept when its characters are drawn.</summary>
public enum ConstraintVariant
{
    /// <summary>Relationship and ages, as the reference does (sotopia-lab/sotopia@f982b505: <c>ConstraintBasedSampler</c>). The benchmark's tasks were drawn so.</summary>
    Reference,

    /// <summary>Also the occupations and the characters that the situation names for a seat.</summary>
    Full,
}

/// <summary>Names who of a drawn group sits where.</summary>
public enum SeatPositions
{
    /// <summary>As the relationship is written: its first character takes seat 0, as in the reference.</summary>
    AsWritten,

    /// <summary>So that every character sits about equally often in each seat; orders that break a constraint are not used.</summary>
    Balanced,
}

/// <summary>Settings of a <see cref="ConstraintSampler"/>. Copied by it.</summary>
public sealed class ConstraintSamplerOptions
{
    /// <summary>Gets or sets the constraints that are kept.</summary>
    /// <value>The default is <see cref="ConstraintVariant.Reference"/>: most occupations that published situations ask for belong to no published character.</value>
    public ConstraintVariant Constraints { get; set; }

    /// <summary>Gets or sets who sits where.</summary>
    /// <value>The default is <see cref="SeatPositions.AsWritten"/>.</value>
    public SeatPositions Positions { get; set; }

    /// <summary>Gets or sets a value indicating whether a situation that fewer groups fit than were asked for gives those there are.</summary>
    /// <value>The default is <see langword="false"/>: it is an error, as in the reference.</value>
    public bool TakesFewer { get; set; }

    /// <summary>Gets or sets the seed of the draws.</summary>
    public long Seed { get; set; }

    internal ConstraintSamplerOptions Clone() => (ConstraintSamplerOptions)MemberwiseClone();
}
