namespace SotopiaPi;

/// <summary>Chooses the factory by the player's role, so that scripted partners, people and models play together.</summary>
/// <param name="byRole">The factory of each role.</param>
/// <param name="fallback">The factory of all other roles; <see langword="null"/> when there must be none.</param>
public sealed class RoleAgentFactory(IReadOnlyDictionary<string, ISocialAgentFactory> byRole, ISocialAgentFactory? fallback = null) : ISocialAgentFactory
{
    private readonly IReadOnlyDictionary<string, ISocialAgentFactory> _byRole = byRole ?? throw new ArgumentNullException(nameof(byRole));

    /// <inheritdoc/>
    public ISocialAgent Create(SeatAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ISocialAgentFactory factory = _byRole.GetValueOrDefault(assignment.Role) ?? fallback
            ?? throw new InvalidOperationException($"No agent is registered for the role '{assignment.Role}' (seat {assignment.Seat}); registered: {string.Join(", ", _byRole.Keys.Order(StringComparer.Ordinal))}.");
        return factory.Create(assignment);
    }
}
