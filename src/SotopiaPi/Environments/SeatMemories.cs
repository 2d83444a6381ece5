namespace SotopiaPi;

/// <summary>Keeps what the agents want to remember.</summary>
internal static class SeatMemories
{
    /// <summary>The memories after a turn: those of the seats that acted are replaced by what they returned.</summary>
    public static IReadOnlyDictionary<Seat, string> After(IReadOnlyDictionary<Seat, string> memories, IReadOnlyDictionary<Seat, AgentTurn> turns)
    {
        if (turns.All(pair => pair.Value.Memory == memories.GetValueOrDefault(pair.Key)))
        {
            return memories;
        }

        Dictionary<Seat, string> kept = new(memories);
        foreach ((Seat seat, AgentTurn turn) in turns)
        {
            if (turn.Memory is { } memory)
            {
                kept[seat] = memory;
            }
            else
            {
                kept.Remove(seat);
            }
        }

        return kept;
    }
}
