namespace SotopiaPi;

/// <summary>The state of an episode between two turns. Immutable: it can be stored, resumed, forked and replayed. An environment with more state derives from it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Options">The rules.</param>
/// <param name="Turn">The number of turns played.</param>
/// <param name="Turns">These turns, oldest first.</param>
/// <param name="Memories">What each seat's agent wants to remember.</param>
/// <param name="End">Why the episode ended; <see langword="null"/> while it runs.</param>
public record EpisodeState(
    SocialTask Task,
    EpisodeOptions Options,
    int Turn,
    IReadOnlyList<TurnRecord> Turns,
    IReadOnlyDictionary<Seat, string> Memories,
    EpisodeEnd? End)
{
    /// <summary>Gets what an <see cref="IAgentMemory"/> recalled for each seat before the first turn.</summary>
    public IReadOnlyDictionary<Seat, string> Recalled { get; init; } = new Dictionary<Seat, string>();

    /// <summary>Gets what the environment told the seats before the first turn; empty for most environments.</summary>
    public IReadOnlyList<TurnEvent> Opening { get; init; } = [];

    /// <summary>Goes back to the state after a number of turns, as if the episode still ran: with the turns, memories and events of that moment.</summary>
    /// <param name="turn">The number of turns to keep.</param>
    /// <returns>The earlier state; this one when it has no more turns than that. Its seed is this state's.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="turn"/> is negative.</exception>
    public EpisodeState After(int turn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(turn);
        if (turn >= Turns.Count)
        {
            return this;
        }

        Dictionary<Seat, string> memories = new(Recalled);
        foreach ((Seat seat, AgentTurn taken) in Turns.Take(turn).SelectMany(played => played.Turns))
        {
            if (taken.Memory is { } memory)
            {
                memories[seat] = memory;
            }
            else
            {
                memories.Remove(seat);
            }
        }

        return new EpisodeState(Task, Options, turn, [.. Turns.Take(turn)], memories, null) { Recalled = Recalled, Opening = Opening };
    }
}
