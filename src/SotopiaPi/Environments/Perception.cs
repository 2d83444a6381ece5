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

    private Perception(SocialTask task, EpisodeOptions options, IReadOnlyList<TurnRecord> turns)
    {
        _options = options;
        _scenes = [.. task.Seats.Select(seat => SceneView.For(task, options, seat))];
        _contexts = [.. _scenes.Select(scene => ContextText.Of(scene, options.Semantics, options.HideUnknown))];
        _names = [.. task.Agents.Select(agent => agent.Name)];
        _views = [.. task.Seats.Select(_ => SeatView.Empty)];
        Turns = turns;
        Present = [.. task.Seats];
    }

    /// <summary>The turns that this covers, as an object: a state whose turns are another list needs another perception.</summary>
    public IReadOnlyList<TurnRecord> Turns { get; }

    /// <summary>The seats that have not left.</summary>
    public IReadOnlyList<Seat> Present { get; }

    public IReadOnlyList<string> Names => _names;

    public static Perception Begin(SocialTask task, EpisodeOptions options, IReadOnlyList<TurnRecord> turns) => new(task, options, turns);

    /// <summary>The perception of a state: its own one when it still fits, else made anew from the turns.</summary>
    public static Perception Of(EpisodeState state)
    {
        if (state is DialogueState dialogue && ReferenceEquals(dialogue.Perception.Turns, state.Turns))
        {
            return dialogue.Perception;
        }

        Perception perception = Begin(state.Task, state.Options, state.Turns);
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
            .. turn.Turns.OrderBy(pair => pair.Key.Index).Select(pair => new TurnMessage(turn.Turn, pair.Key, pair.Value, ActionText.By(_names[pair.Key.Index], pair.Value.Action, _names, _options.Semantics))),
            .. turn.Events.Select(text => new TurnMessage(turn.Turn, null, null, text)),
        ];
        SeatView[] views = [.. _views.Select((view, seat) => view.After(messages, new Seat(seat), _options.HintTags))];
        bool leaves = messages.Any(message => message.Leaves);
        return new Perception(this, turns, views, leaves ? [.. Present.Where(seat => !messages.Any(message => message.Leaves && message.Sender == seat))] : Present);
    }
}

/// <summary>An episode's state with what each seat perceived.</summary>
internal sealed record DialogueState(
    SocialTask Task,
    EpisodeOptions Options,
    int Turn,
    IReadOnlyList<TurnRecord> Turns,
    IReadOnlyDictionary<Seat, string> Memories,
    EpisodeEnd? End,
    Perception Perception) : EpisodeState(Task, Options, Turn, Turns, Memories, End);
