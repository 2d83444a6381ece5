namespace SotopiaPi;

/// <summary>Who sits down to play in a collection: a role, and the model when it is not the round's own agent.</summary>
/// <param name="Role">The role: <c>agent</c> (the model being trained), <c>expert</c>, <c>partner</c> or one of the user's own.</param>
/// <param name="Model">The model; <see langword="null"/> for scripted players, and for <c>agent</c>, which plays with the adapter that the round starts from.</param>
public sealed record Player(string Role, ModelRef? Model = null)
{
    /// <summary>The role of the model being trained.</summary>
    public const string AgentRole = "agent";

    /// <summary>The role of the one to learn from.</summary>
    public const string ExpertRole = "expert";

    /// <summary>The role of the fixed partner of evaluations.</summary>
    public const string PartnerRole = "partner";

    /// <summary>Gets the model being trained.</summary>
    public static Player Agent { get; } = new(AgentRole);

    /// <summary>Gets the expert.</summary>
    public static Player Expert { get; } = new(ExpertRole);

    /// <summary>Gets the fixed partner.</summary>
    public static Player Partner { get; } = new(PartnerRole);
}
