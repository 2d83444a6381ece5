using System.Globalization;

namespace SotopiaPi;

/// <summary>Writes biographies with marks that say who may see what (arXiv:2310.11667 §2; sotopia-lab/sotopia: <c>get_bio</c>).</summary>
public static class Biography
{
    /// <summary>Writes the biography with its marks: what is inside <c>&lt;p viewer='agent_0'&gt;</c> is for seat 0 only.</summary>
    /// <param name="profile">The character.</param>
    /// <param name="relationship">How well the others know it.</param>
    /// <param name="seat">The character's seat.</param>
    /// <returns>The marked text. A gender that the data do not define is left out; the reference of 2023 refuses it.</returns>
    public static string Marked(AgentProfile profile, RelationshipType relationship, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(profile);
        string own = $"<p viewer='agent_{seat}'>";
        string secrets = $"{profile.FirstName}'s secrets: {profile.Secret}</p>";
        return relationship switch
        {
            RelationshipType.Stranger => $"<root>{own}{profile.Name} {Public(profile)} {Personality(profile)} {secrets}</root>",
            RelationshipType.KnowByName => $"{profile.Name} {own}{Public(profile)} {Personality(profile)} {secrets}",
            RelationshipType.Acquaintance => $"{profile.Name} {Public(profile)} {own}{Personality(profile)} {secrets}",
            _ => $"{profile.Name} {Public(profile)} {Personality(profile)} {own}{secrets}",
        };
    }

    /// <summary>Writes all that is known of a character, its secret included: for itself and for judges.</summary>
    /// <param name="profile">The character.</param>
    /// <returns>The text.</returns>
    public static string Full(AgentProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        string marked = Marked(profile, RelationshipType.Stranger, default);
        string inside = marked["<root><p viewer='agent_0'>".Length..^"</p></root>".Length];
        return Markup.IsMarked(inside) ? Markup.Whole(marked) : inside;
    }

    /// <summary>
    /// What an observer sees of a biography: its own one whole, of another one only the parts that the relationship opens. These are put together before marks
    /// in them are read, so that a mark in a profile cannot open what is hidden; in the reference it can.
    /// </summary>
    internal static string SeenBy(Seat observer, AgentProfile profile, RelationshipType relationship, Seat seat, IReadOnlyList<string> hintTags)
    {
        if (observer == seat)
        {
            string whole = $"{profile.Name} {Public(profile)} {Personality(profile)} {profile.FirstName}'s secrets: {profile.Secret}";
            return Markup.IsMarked(whole) ? Markup.SeenBy(observer, Marked(profile, relationship, seat), hintTags) : whole;
        }

        string known = relationship switch
        {
            RelationshipType.Stranger => "",
            RelationshipType.KnowByName => $"{profile.Name} ",
            RelationshipType.Acquaintance => $"{profile.Name} {Public(profile)} ",
            _ => $"{profile.Name} {Public(profile)} {Personality(profile)} ",
        };
        return Markup.SeenBy(observer, known, hintTags);
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
