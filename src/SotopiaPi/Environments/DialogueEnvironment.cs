namespace SotopiaPi;

/// <summary>
/// A conversation of two or more seats (arXiv:2310.11667 §2): in turn, all at once or in random order; ends when fewer than two seats are left, when nobody acts
/// any more, or at the turn limit. Has no state of its own.
/// </summary>
public sealed class DialogueEnvironment : ISocialEnvironment
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The task has fewer than two seats, or not one goal for each seat.</exception>
    public EpisodeState Begin(SocialTask task, EpisodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        if (task.SeatCount < 2 || task.Environment.Goals.Count != task.SeatCount)
        {
            throw new ArgumentException(
                $"Task '{task.Key}' has {task.SeatCount} characters and {task.Environment.Goals.Count} goals; a dialogue needs two characters or more and one goal for each.",
                nameof(task));
        }

        GrowingList<TurnRecord> none = GrowingList<TurnRecord>.Empty;
        return new DialogueState(task, options, 0, none, new Dictionary<Seat, string>(), null, Perception.Begin(task, options, none, []));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Seat> ActiveSeats(EpisodeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.End is null ? TurnSchedule.Next(state, Perception.Of(state).Present) : [];
    }

    /// <inheritdoc/>
    public Observation Observe(EpisodeState state, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(state);
        RequireSeat(state, seat);
        Perception perception = Perception.Of(state);
        return new Observation(seat, state.Turn, perception.Names[seat.Index], perception.Context(seat), perception.History(seat), ActionType.All, Recipients(state, perception, seat))
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
        RequireSeat(state, seat);
        if (!ActionType.All.Contains(action.Type))
        {
            return new ActionProblem($"There is no action of the kind \"{action.Type}\"; possible are {string.Join(", ", ActionType.All)}.");
        }

        if (action.Recipients.Count == 0)
        {
            return null;
        }

        Perception perception = Perception.Of(state);
        Seat[] allowed = [.. perception.Present.Where(other => other != seat)];
        return action.Recipients.All(allowed.Contains) ? null : new ActionProblem(RecipientProblem.Text(action.Recipients, allowed, perception.Names, state.Options.Semantics));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The turns are not those of the active seats.</exception>
    public ValueTask<EpisodeState> StepAsync(EpisodeState state, IReadOnlyDictionary<Seat, AgentTurn> turns, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(turns);
        cancellationToken.ThrowIfCancellationRequested();
        TurnSchedule.Require(state, turns, ActiveSeats(state));
        DialogueState next = DialogueState.After(state, new TurnRecord(state.Turn, turns));
        Perception perception = next.Perception;
        return ValueTask.FromResult<EpisodeState>(next with { End = Termination.After(next, perception.Present, perception.Names) });
    }

    private static IReadOnlyList<Seat> Recipients(EpisodeState state, Perception perception, Seat seat) =>
        state.Task.SeatCount > 2 || state.Options.Semantics == SotopiaSemantics.Current ? [.. perception.Present.Where(other => other != seat)] : [];

    private static void RequireSeat(EpisodeState state, Seat seat)
    {
        if (seat.Index < 0 || seat.Index >= state.Task.SeatCount)
        {
            throw new ArgumentOutOfRangeException(nameof(seat), seat, $"The task has the seats 0 to {state.Task.SeatCount - 1}.");
        }
    }
}
