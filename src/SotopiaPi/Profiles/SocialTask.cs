namespace SotopiaPi;

/// <summary>A situation with characters in its seats: what an episode is played on.</summary>
/// <param name="Key">The stable key of the task; equal keys mean equal tasks. See <see cref="Create"/>.</param>
/// <param name="Environment">The situation.</param>
/// <param name="Agents">The characters in the order of the seats, one for each goal of the environment.</param>
public sealed record SocialTask(string Key, EnvironmentProfile Environment, IReadOnlyList<AgentProfile> Agents)
{
    /// <summary>Gets how the characters are related.</summary>
    public RelationshipType Relationship { get; init; } = Environment.Relationship;

    /// <summary>Gets the number of seats.</summary>
    public int SeatCount => Agents.Count;

    /// <summary>Gets all seats in order.</summary>
    public IEnumerable<Seat> Seats => Enumerable.Range(0, Agents.Count).Select(index => new Seat(index));

    /// <summary>Makes a task whose key is the hash of the environment's id and the characters' ids.</summary>
    /// <param name="environment">The situation.</param>
    /// <param name="agents">The characters, one for each goal.</param>
    /// <returns>The task.</returns>
    /// <exception cref="ArgumentException">The number of characters differs from the number of goals.</exception>
    public static SocialTask Create(EnvironmentProfile environment, IReadOnlyList<AgentProfile> agents)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(agents);
        if (agents.Count != environment.Goals.Count)
        {
            throw new ArgumentException(
                $"Environment '{environment.Id}' has {environment.Goals.Count} goals, but {agents.Count} characters were given: give one character for each goal.",
                nameof(agents));
        }

        string key = StableKey.Of(["task", environment.Id, environment.Scenario, .. environment.Goals, .. agents.Select(agent => agent.Id)]);
        return new SocialTask(key, environment, agents);
    }
}
