namespace SotopiaPi;

/// <summary>Names how well two characters know each other (arXiv:2310.11667 §2). The numbers are those of the published data.</summary>
public enum RelationshipType
{
    /// <summary>They have never met; nothing is known of the other.</summary>
    Stranger = 0,

    /// <summary>They know each other's names only.</summary>
    KnowByName = 1,

    /// <summary>They know each other's public information.</summary>
    Acquaintance = 2,

    /// <summary>Friends: personality and values are known too.</summary>
    Friend = 3,

    /// <summary>A romantic couple: personality and values are known too.</summary>
    RomanticRelationship = 4,

    /// <summary>Members of one family: personality and values are known too.</summary>
    FamilyMember = 5,
}
