using System.Globalization;

namespace SotopiaPi;

/// <summary>Writes biographies, whole and as others see them (arXiv:2310.11667 §2; sotopia-lab/sotopia: <c>get_bio</c>).</summary>
public static class Biography
{
    /// <summary>Writes all that is known of a character, its secret included: for itself and for judges.</summary>
    /// <param name="profile">The character.</param>
    /// <returns>One line.</returns>
    public static string Full(AgentProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return $"{profile.Name} {Public(profile)} {Personality(profile)} {profile.FirstName}'s secrets: {profile.Secret}";
    }

    /// <summary>Writes what another character knows; never the secret.</summary>
    /// <param name="profile">The character looked at.</param>
    /// <param name="relationship">How well the other knows it.</param>
    /// <returns>One line; empty for strangers.</returns>
    public static string SeenBy(AgentProfile profile, RelationshipType relationship)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return relationship switch
        {
            RelationshipType.Stranger => "",
            RelationshipType.KnowByName => profile.Name + " ",
            RelationshipType.Acquaintance => $"{profile.Name} {Public(profile)} ",
            _ => $"{profile.Name} {Public(profile)} {Personality(profile)} ",
        };
    }

    private static string Public(AgentProfile profile) => string.Create(
        CultureInfo.InvariantCulture,
        $"is a {profile.Age}-year-old {Adjective(profile.Gender)} {profile.Occupation.ToLowerInvariant()}. {profile.GenderPronoun} pronouns. {profile.PublicInfo}");

    private static string Personality(AgentProfile profile) => $"Personality and values description: {profile.PersonalityAndValues}";

    private static string Adjective(string gender) => gender switch
    {
        "Man" => "male",
        "Woman" => "female",
        "Nonbinary" => "nonbinary",
        _ => "",
    };
}
