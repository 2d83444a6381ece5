namespace SotopiaPi;

/// <summary>Seats the scripted players of the offline world; other roles go to another factory.</summary>
/// <param name="others">Makes the agents of all other roles; <see langword="null"/> when there are none.</param>
public sealed class OfflineAgentFactory(ISocialAgentFactory? others = null) : ISocialAgentFactory
{
    /// <summary>The role of the scripted expert, whose play behaviour cloning learns from. Skill 0.8.</summary>
    public const string ExpertRole = "expert";

    /// <summary>The role of the fixed partner, against whom agents collect and are measured. Skill 0.55.</summary>
    public const string PartnerRole = "partner";

    private readonly OfflineExpert _expert = new() { Skill = 0.8 };
    private readonly OfflineExpert _partner = new() { Skill = 0.55 };

    /// <inheritdoc/>
    public ISocialAgent Create(SeatAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        return (assignment.Role, assignment.Model) switch
        {
            (ExpertRole, null) => _expert,
            (PartnerRole, null) => _partner,
            _ when others is not null => others.Create(assignment),
            _ => throw new InvalidOperationException(
                $"The offline world has no player for role '{assignment.Role}' with model '{assignment.Model?.ToString() ?? "none"}': it has '{ExpertRole}' and '{PartnerRole}' without a model. Give the factory another one for the rest."),
        };
    }
}
