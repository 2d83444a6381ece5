using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>The rules of a game of phases, for a <see cref="PhasedEnvironment"/>. Pure: equal positions and turns give equal moves, so that an episode can be stored, resumed and forked.</summary>
[Experimental("SOTOPIA001")]
public interface ISocialGame
{
    /// <summary>Sets the game up: teams, what the seats are told, the first phase.</summary>
    /// <param name="task">The task.</param>
    /// <param name="options">The rules of the episode; draw with the seed only.</param>
    /// <returns>The teams and the first move.</returns>
    GameSetup Begin(SocialTask task, EpisodeOptions options);

    /// <summary>Checks an action whose kind is allowed in the phase.</summary>
    /// <param name="position">Where the game is.</param>
    /// <param name="seat">The actor.</param>
    /// <param name="action">The action.</param>
    /// <returns>The text for one more try, or <see langword="null"/> when the action is allowed.</returns>
    ActionProblem? Check(GamePosition position, Seat seat, AgentAction action);

    /// <summary>Goes on when all seats of a phase have acted.</summary>
    /// <param name="position">Where the game is.</param>
    /// <param name="turns">The turns of the phase that ended.</param>
    /// <returns>What happens, and the next phase or the end.</returns>
    GameMove Advance(GamePosition position, IReadOnlyList<TurnRecord> turns);
}

/// <summary>How a game begins.</summary>
/// <param name="Teams">The teams; a seat that is in none is alone.</param>
/// <param name="First">The first phase, and what the seats are told before it.</param>
[Experimental("SOTOPIA001")]
public sealed record GameSetup(IReadOnlyList<IReadOnlyList<Seat>> Teams, GameMove First);

/// <summary>Where a game is.</summary>
/// <param name="Task">The task.</param>
/// <param name="Options">The rules of the episode.</param>
/// <param name="Teams">The teams.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Number">The number of the phase, from 0.</param>
/// <param name="Present">The seats that are not out.</param>
[Experimental("SOTOPIA001")]
public sealed record GamePosition(SocialTask Task, EpisodeOptions Options, IReadOnlyList<IReadOnlyList<Seat>> Teams, GamePhase Phase, int Number, IReadOnlyList<Seat> Present);

/// <summary>What happens between two phases.</summary>
/// <param name="Next">The next phase; <see langword="null"/> at the end.</param>
[Experimental("SOTOPIA001")]
public sealed record GameMove(GamePhase? Next)
{
    /// <summary>Gets what the seats are told, publicly or privately.</summary>
    public IReadOnlyList<TurnEvent> Events { get; init; } = [];

    /// <summary>Gets the seats that are out from now on.</summary>
    public IReadOnlyList<Seat> Out { get; init; } = [];

    /// <summary>Gets the end of the game; needed when there is no next phase.</summary>
    public EpisodeEnd? End { get; init; }
}
