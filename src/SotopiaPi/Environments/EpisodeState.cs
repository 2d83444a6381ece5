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
    EpisodeEnd? End);
