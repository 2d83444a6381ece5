namespace SotopiaPi;

/// <summary>The abbreviations of the seven dimensions in the papers and on the leaderboard.</summary>
internal static class DimensionAbbreviation
{
    private static readonly Dictionary<SocialDimension, string> s_abbreviations = new()
    {
        [SocialDimension.Believability] = "BEL",
        [SocialDimension.Relationship] = "REL",
        [SocialDimension.Knowledge] = "KNO",
        [SocialDimension.Secret] = "SEC",
        [SocialDimension.SocialRules] = "SOC",
        [SocialDimension.FinancialAndMaterialBenefits] = "FIN",
        [SocialDimension.Goal] = "GOAL",
    };

    /// <summary>The abbreviation; the name of a dimension that has none.</summary>
    public static string Of(SocialDimension dimension) => s_abbreviations.GetValueOrDefault(dimension) ?? dimension.Name;
}
