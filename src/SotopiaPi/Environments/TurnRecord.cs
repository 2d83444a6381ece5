namespace SotopiaPi;

/// <summary>A turn that was played.</summary>
/// <param name="Turn">The number of the turn, from 0.</param>
/// <param name="Turns">What each acting seat did; seats that were not asked are absent.</param>
public sealed record TurnRecord(int Turn, IReadOnlyDictionary<Seat, AgentTurn> Turns)
{
    /// <summary>Gets what the environment itself said after the turn, e.g. a narrator; empty for most environments.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Gets what the environment said to some seats only.</summary>
    public IReadOnlyList<TurnEvent> PrivateEvents { get; init; } = [];
}

/// <summary>Something that an environment said.</summary>
/// <param name="Text">The text.</param>
/// <param name="Audience">The seats that perceive it; empty means everybody.</param>
public sealed record TurnEvent(string Text, IReadOnlyList<Seat> Audience);
