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
        EpisodeState state = State.After(turn);
        return ReferenceEquals(state, State) ? this : this with { State = state };
    }
}
