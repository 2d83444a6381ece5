namespace SotopiaPi;

/// <summary>What each seat has perceived so far, kept beside the state so that a turn costs only its own text. Immutable.</summary>
internal sealed class Perception
{
    private readonly ObservedScene[] _scenes;
    private readonly string[] _contexts;
    private readonly SeatView[] _views;
    private readonly string[] _names;
    private readonly EpisodeOptions _options;

    private Perception(Perception before, IReadOnlyList<TurnRecord> turns, SeatView[] views, IReadOnlyList<Seat> present)
    {
        (_scenes, _contexts, _names, _options) = (before._scenes, before._contexts, before._names, before._options);
        (Turns, _views, Present) = (turns, views, present);
    }

    private Perception(SocialTask task, EpisodeOptions options, IReadOnlyList<TurnRecord> turns, IReadOnlyList<TurnEvent> opening)
    {
        _options = options;
        _scenes = [.. task.Seats.Select(seat => SceneView.For(task, options, seat))];
        _contexts = [.. _scenes.Select(scene => ContextText.Of(scene, options.Semantics, options.HideUnknown))];
        _names = [.. task.Agents.Select(agent => agent.Name)];
        TurnMessage[] told = [.. opening.Select(happened => TurnMessage.Of(0, happened))];
        _views = [.. task.Seats.Select(seat => SeatView.Empty.Told(told, seat))];
        Turns = turns;
        Present = [.. task.Seats];
    }

    /// <summary>The turns that this covers, as an object: a state whose turns are another list needs another perception.</summary>
    public IReadOnlyList<TurnRecord> Turns { get; }

    /// <summary>The seats that have not left.</summary>
    public IReadOnlyList<Seat> Present { get; }

    public IReadOnlyList<string> Names => _names;

    public static Perception Begin(SocialTask task, EpisodeOptions options, IReadOnlyList<TurnRecord> turns, IReadOnlyList<TurnEvent> opening) => new(task, options, turns, opening);

    /// <summary>The perception of a state: its own one when it still fits, else made anew from the turns.</summary>
    public static Perception Of(EpisodeState state)
    {
        if (state is IPerceived { Perception: { } own } && ReferenceEquals(own.Turns, state.Turns))
        {
            return own;
        }

        Perception perception = Begin(state.Task, state.Options, state.Turns, state.Opening);
        foreach (TurnRecord turn in state.Turns)
        {
            perception = perception.After(turn, state.Turns);
        }

        return perception;
    }

    public ObservedScene Scene(Seat seat) => _scenes[seat.Index];

    public string Context(Seat seat) => _contexts[seat.Index];

    public IReadOnlyList<ObservedMessage> History(Seat seat) => _views[seat.Index].History;

    public IReadOnlyList<string> TurnTexts(Seat seat) => _views[seat.Index].TurnTexts;

    /// <summary>The perception after one more turn.</summary>
    public Perception After(TurnRecord turn, IReadOnlyList<TurnRecord> turns)
    {
        TurnMessage[] messages =
        [
            .. turn.Turns.OrderBy(pair => pair.Key.Index).Select(pair => Deed(turn.Turn, pair.Key, pair.Value)),
            .. turn.Events.Select(text => TurnMessage.Of(turn.Turn, new TurnEvent(text, []))),
            .. turn.PrivateEvents.Select(happened => TurnMessage.Of(turn.Turn, happened)),
        ];
        SeatView[] views = [.. _views.Select((view, seat) => view.After(messages, new Seat(seat), _options.HintTags))];
        bool leaves = messages.Any(message => message.Leaves);
        return new Perception(this, turns, views, leaves ? [.. Present.Where(seat => !messages.Any(message => message.Leaves && message.Sender == seat))] : Present);
    }

    /// <summary>The perception when the last turn is followed by one more event.</summary>
    public Perception With(TurnEvent happened, IReadOnlyList<TurnRecord> turns)
    {
        TurnMessage[] told = [TurnMessage.Of(turns[^1].Turn, happened)];
        return new Perception(this, turns, [.. _views.Select((view, seat) => view.Told(told, new Seat(seat)).WithTurnText(told[0], new Seat(seat)))], Present);
    }

    private TurnMessage Deed(int turn, Seat seat, AgentTurn done) => new(turn, seat, done, ActionText.By(_names[seat.Index], done.Action, _names, _options.Semantics), done.Action.Recipients);
}
