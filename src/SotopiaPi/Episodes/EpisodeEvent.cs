namespace SotopiaPi;

/// <summary>Something that happened while an episode was played.</summary>
public abstract record EpisodeEvent;

/// <summary>A turn was played.</summary>
/// <param name="Turn">The number of the turn, from 0.</param>
/// <param name="Turns">What each active seat did.</param>
/// <param name="After">The state after the turn.</param>
public sealed record TurnTaken(int Turn, IReadOnlyDictionary<Seat, AgentTurn> Turns, EpisodeState After) : EpisodeEvent;

/// <summary>The episode ended. Always the last event.</summary>
/// <param name="Episode">The whole episode.</param>
public sealed record EpisodeEnded(Episode Episode) : EpisodeEvent;
