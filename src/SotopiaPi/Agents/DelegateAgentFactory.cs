namespace SotopiaPi;

/// <summary>Makes agents with a function.</summary>
/// <param name="create">Makes the agent of a seat.</param>
public sealed class DelegateAgentFactory(Func<SeatAssignment, ISocialAgent> create) : ISocialAgentFactory
{
    private readonly Func<SeatAssignment, ISocialAgent> _create = create ?? throw new ArgumentNullException(nameof(create));

    /// <inheritdoc/>
    public ISocialAgent Create(SeatAssignment assignment) => _create(assignment);
}
