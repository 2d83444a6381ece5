namespace SotopiaPi;

/// <summary>An interaction that was played, whole or up to a turn.</summary>
/// <param name="Key">The key of the plan it was played from.</param>
/// <param name="Seats">Who played each seat.</param>
/// <param name="State">The state after the last turn: task, options, turns and end.</param>
public sealed record Episode(string Key, IReadOnlyList<SeatAssignment> Seats, EpisodeState State)
{
    /// <summary>Gets the task.</summary>
    public SocialTask Task => State.Task;

    /// <summary>Gets the turns, oldest first.</summary>
    public IReadOnlyList<TurnRecord> Turns => State.Turns;

    /// <summary>Gets the key of the environment that set the rules.</summary>
    public string Environment { get; init; } = EpisodePlan.DefaultEnvironment;

    /// <summary>Gets the tag of the collection it belongs to; <see langword="null"/> when it has none.</summary>
    public string? Tag { get; init; }

    /// <summary>Cuts the episode after a number of turns, as if it still ran: what a judge of single turns sees.</summary>
    /// <param name="turn">The number of turns to keep.</param>
    /// <returns>The shorter episode; this one when it has no more turns than that.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="turn"/> is negative.</exception>
    public Episode Until(int turn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(turn);
        return turn >= Turns.Count ? this : this with { State = State with { Turn = turn, Turns = [.. Turns.Take(turn)], Memories = MemoriesAt(turn), End = null } };
    }

    /// <summary>What each seat remembered then: what its last turn before returned; a seat that never acted still has what it brought along.</summary>
    private Dictionary<Seat, string> MemoriesAt(int turn)
    {
        Dictionary<Seat, string> memories = State.Memories.Where(memory => !Turns.Any(record => record.Turns.ContainsKey(memory.Key))).ToDictionary();
        foreach (TurnRecord record in Turns.Take(turn))
        {
            foreach ((Seat seat, AgentTurn taken) in record.Turns)
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
        }

        return memories;
    }
}
