namespace SotopiaPi;

/// <summary>A turn that was played.</summary>
/// <param name="Turn">The number of the turn, from 0.</param>
/// <param name="Turns">What each acting seat did; seats that were not asked are absent.</param>
public sealed record TurnRecord(int Turn, IReadOnlyDictionary<Seat, AgentTurn> Turns)
{
    /// <summary>Gets what the environment itself said after the turn, e.g. a narrator; empty for most environments.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];
}
