namespace SotopiaPi;

/// <summary>Makes the agent of a seat: one for each seat and episode.</summary>
public interface ISocialAgentFactory
{
    /// <summary>Makes an agent.</summary>
    /// <param name="assignment">The seat, its character, its role and its model.</param>
    /// <returns>The agent. The caller does not dispose it.</returns>
    /// <exception cref="InvalidOperationException">Nothing is registered for the role or the model; the message lists what is.</exception>
    ISocialAgent Create(SeatAssignment assignment);
}
