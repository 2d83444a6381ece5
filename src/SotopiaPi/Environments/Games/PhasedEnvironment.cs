using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>A game of phases: each has its acting seats, order, kinds of action and visibility; the rules say what follows.</summary>
/// <param name="game">The rules.</param>
[Experimental("SOTOPIA001")]
public sealed class PhasedEnvironment(ISocialGame game) : ISocialEnvironment
{
    private readonly ISocialGame _game = game ?? throw new ArgumentNullException(nameof(game));

    /// <inheritdoc/>
    public EpisodeState Begin(SocialTask task, EpisodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        (GameProgress progress, IReadOnlyList<TurnEvent> opening) = GameProgress.Begin(_game, task, options);
        GrowingList<TurnRecord> none = GrowingList<TurnRecord>.Empty;
        return new PhasedState(task, options, 0, none, new Dictionary<Seat, string>(), progress.End, Perception.Begin(task, options, none, opening), progress) { Opening = opening };
    }

    /// <inheritdoc/>
    public IReadOnlyList<Seat> ActiveSeats(EpisodeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.End is null && ProgressOf(state).Waiting is [var group, ..] ? group : [];
    }

    /// <inheritdoc/>
    public Observation Observe(EpisodeState state, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(state);
        Perception perception = Perception.Of(state);
        return new Observation(seat, state.Turn, perception.Names[seat.Index], perception.Context(seat), perception.History(seat), Available(state, seat), [])
        {
            Scene = perception.Scene(seat),
            TurnTexts = perception.TurnTexts(seat),
            Memory = state.Memories.GetValueOrDefault(seat),
            Seed = DecisionSeed.Of(state.Options.Seed, seat, state.Turn),
        };
    }

    /// <inheritdoc/>
    public ActionProblem? Check(EpisodeState state, Seat seat, AgentAction action)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(action);
        GamePosition position = ProgressOf(state).Position;
        if (!position.Phase.Available.Contains(action.Type))
        {
            return new ActionProblem($"In the phase \"{position.Phase.Name}\" there is no action of the kind \"{action.Type}\"; possible are {string.Join(", ", position.Phase.Available)}.");
        }

        return action.Recipients.Count > 0
            ? new ActionProblem($"In the phase \"{position.Phase.Name}\" actions are not addressed to single people.")
            : _game.Check(position, seat, action);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The turns are not those of the active seats.</exception>
    public ValueTask<EpisodeState> StepAsync(EpisodeState state, IReadOnlyDictionary<Seat, AgentTurn> turns, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(turns);
        cancellationToken.ThrowIfCancellationRequested();
        TurnSchedule.Require(state, turns, ActiveSeats(state));
        GameProgress progress = ProgressOf(state);
        TurnRecord turn = new(state.Turn, turns.ToDictionary(pair => pair.Key, pair => Addressed(progress.Position, pair.Key, pair.Value)));
        (GameProgress next, IReadOnlyList<TurnEvent> events) = progress.After(_game, turn);
        DialogueState played = DialogueState.After(state, turn with
        {
            Events = [.. events.Where(happened => happened.Audience.Count == 0).Select(happened => happened.Text)],
            PrivateEvents = [.. events.Where(happened => happened.Audience.Count > 0)],
        });
        EpisodeEnd? end = next.End ?? (played.Turn >= state.Options.MaxTurns ? Termination.TurnLimit(state.Options) : null);
        return ValueTask.FromResult<EpisodeState>(new PhasedState(played.Task, played.Options, played.Turn, played.Turns, played.Memories, end, played.Perception, next) { Recalled = state.Recalled, Opening = state.Opening });
    }

    private IReadOnlyList<ActionType> Available(EpisodeState state, Seat seat) => ActiveSeats(state).Contains(seat) ? ProgressOf(state).Position.Phase.Available : [ActionType.None];

    /// <summary>The progress of a state: its own one when it still fits, else made anew from the turns.</summary>
    private GameProgress ProgressOf(EpisodeState state)
    {
        if (state is PhasedState phased && ReferenceEquals(phased.Perception.Turns, state.Turns))
        {
            return phased.Progress;
        }

        GameProgress progress = GameProgress.Begin(_game, state.Task, state.Options).Progress;
        foreach (TurnRecord turn in state.Turns)
        {
            progress = progress.After(_game, turn).Progress;
        }

        return progress;
    }

    private static AgentTurn Addressed(GamePosition position, Seat seat, AgentTurn turn)
    {
        IReadOnlyList<Seat> audience = position.Phase.Visibility switch
        {
            PhaseVisibility.Team => [.. position.Teams.FirstOrDefault(team => team.Contains(seat), [seat]).Intersect(position.Present)],
            PhaseVisibility.Private => [seat],
            _ => [],
        };
        return audience.Count == 0 ? turn : turn with { Action = turn.Action with { Recipients = audience } };
    }
}

/// <summary>The state of a game of phases.</summary>
internal sealed record PhasedState(
    SocialTask Task,
    EpisodeOptions Options,
    int Turn,
    IReadOnlyList<TurnRecord> Turns,
    IReadOnlyDictionary<Seat, string> Memories,
    EpisodeEnd? End,
    Perception Perception,
    GameProgress Progress) : EpisodeState(Task, Options, Turn, Turns, Memories, End), IPerceived;
