namespace SotopiaPi;

/// <summary>A dimension on which a seat is rated: name, range and definition. Two dimensions are equal when their names are.</summary>
/// <param name="Name">The name as the published data write it, e.g. <c>goal</c>.</param>
/// <param name="Minimum">The lowest score.</param>
/// <param name="Maximum">The highest score.</param>
/// <param name="Definition">What is rated, in words for a judge.</param>
public readonly record struct SocialDimension(string Name, double Minimum, double Maximum, string Definition)
{
    /// <summary>Gets BEL, 0 to 10.</summary>
    public static SocialDimension Believability { get; } = new("believability", 0, 10, "Does the agent act naturally, and as its character would?");

    /// <summary>Gets REL, −5 to 5.</summary>
    public static SocialDimension Relationship { get; } = new("relationship", -5, 5, "Did the interaction improve or harm the agent's relationships and standing?");

    /// <summary>Gets KNO, 0 to 10.</summary>
    public static SocialDimension Knowledge { get; } = new("knowledge", 0, 10, "Did the agent learn something new and important?");

    /// <summary>Gets SEC, −10 to 0.</summary>
    public static SocialDimension Secret { get; } = new("secret", -10, 0, "Did the agent give away what it must keep to itself?");

    /// <summary>Gets SOC, −10 to 0.</summary>
    public static SocialDimension SocialRules { get; } = new("social_rules", -10, 0, "Did the agent break norms or laws?");

    /// <summary>Gets FIN, −5 to 5.</summary>
    public static SocialDimension FinancialAndMaterialBenefits { get; } = new("financial_and_material_benefits", -5, 5, "What did the agent gain or lose in money and goods?");

    /// <summary>Gets GOAL, 0 to 10.</summary>
    public static SocialDimension Goal { get; } = new("goal", 0, 10, "How far did the agent reach its social goal?");

    /// <summary>Gets the seven dimensions of SOTOPIA-EVAL in the order of the published data (arXiv:2310.11667 §3).</summary>
    public static IReadOnlyList<SocialDimension> All { get; } = [Believability, Relationship, Knowledge, Secret, SocialRules, FinancialAndMaterialBenefits, Goal];

    /// <summary>Finds one of the seven dimensions by name; another name gives a dimension without bounds.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The dimension.</returns>
    public static SocialDimension Named(string name)
    {
        foreach (SocialDimension dimension in All)
        {
            if (dimension.Name == name)
            {
                return dimension;
            }
        }

        return new SocialDimension(name, double.NegativeInfinity, double.PositiveInfinity, "");
    }

    /// <inheritdoc/>
    public bool Equals(SocialDimension other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
