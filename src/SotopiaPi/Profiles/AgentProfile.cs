namespace SotopiaPi;

/// <summary>Describes a character. Every text may be empty; nothing is <see langword="null"/>.</summary>
/// <param name="Id">The stable id of the character in its data set (<c>pk</c> or <c>agent_id</c> of the published files).</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name; may be empty.</param>
public sealed record AgentProfile(string Id, string FirstName, string LastName)
{
    /// <summary>Gets the display name: first and last name, separated by a space when both are given.</summary>
    public string Name => LastName.Length == 0 ? FirstName : FirstName + " " + LastName;

    /// <summary>Gets the age.</summary>
    /// <value>In years. The default is 0, the published data's value for "not given".</value>
    public int Age { get; init; }

    /// <summary>Gets the occupation.</summary>
    public string Occupation { get; init; } = "";

    /// <summary>Gets the gender as the data write it: <c>Man</c>, <c>Woman</c>, <c>Nonbinary</c> or another text.</summary>
    public string Gender { get; init; } = "";

    /// <summary>Gets the pronouns, e.g. <c>She/her</c>.</summary>
    public string GenderPronoun { get; init; } = "";

    /// <summary>Gets what acquaintances know about the character.</summary>
    public string PublicInfo { get; init; } = "";

    /// <summary>Gets the Big Five description.</summary>
    public string BigFive { get; init; } = "";

    /// <summary>Gets the moral values, e.g. <c>Care/Harm</c>.</summary>
    public IReadOnlyList<string> MoralValues { get; init; } = [];

    /// <summary>Gets Schwartz's personal values.</summary>
    public IReadOnlyList<string> SchwartzPersonalValues { get; init; } = [];

    /// <summary>Gets the prose about personality and values that friends, couples and family know.</summary>
    public string PersonalityAndValues { get; init; } = "";

    /// <summary>Gets the decision-making style: directive, analytical, conceptual or behavioral.</summary>
    public string DecisionMakingStyle { get; init; } = "";

    /// <summary>Gets the secret, which is shown to nobody else.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Gets the model id that the published record names for this character.</summary>
    public string ModelId { get; init; } = "";

    /// <summary>Gets the Myers–Briggs type of newer records.</summary>
    public string Mbti { get; init; } = "";

    /// <summary>Gets the tag of newer records.</summary>
    public string Tag { get; init; } = "";
}
