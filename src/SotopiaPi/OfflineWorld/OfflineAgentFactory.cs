namespace SotopiaPi;

/// <summary>
/// Seats the scripted players of the offline world: the role <c>expert</c>, whose play behaviour cloning learns from (skill 0.8), and the role <c>partner</c>,
/// against whom agents collect and are measured (skill 0.55). Other roles, and these with a model, go to another factory.
/// </summary>
/// <param name="others">Makes the agents of all other roles; <see langword="null"/> when there are none.</param>
public sealed class OfflineAgentFactory(ISocialAgentFactory? others = null) : ISocialAgentFactory
{
    private const string ExpertRole = "expert", PartnerRole = "partner";

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
