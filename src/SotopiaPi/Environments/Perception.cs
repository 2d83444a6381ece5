namespace SotopiaPi;

/// <summary>What each seat has perceived so far, kept beside the state so that a turn costs only its own text. Immutable.</summary>
internal sealed class Perception
{
    private readonly ObservedScene[] _scenes;
    private readonly string[] _texts;
    private readonly GrowingList<ObservedMessage>[] _histories;
    private readonly string[] _names;

    private Perception(IReadOnlyList<TurnRecord> turns, ObservedScene[] scenes, string[] texts, GrowingList<ObservedMessage>[] histories, string[] names, IReadOnlyList<Seat> present)
    {
        Turns = turns;
        _scenes = scenes;
        _texts = texts;
        _histories = histories;
        _names = names;
        Present = present;
    }

    /// <summary>The turns that this covers, as an object: a state whose turns are another list needs another perception.</summary>
    public IReadOnlyList<TurnRecord> Turns { get; }

    /// <summary>The seats that have not left.</summary>
    public IReadOnlyList<Seat> Present { get; }

    public IReadOnlyList<string> Names => _names;

    public static Perception Begin(SocialTask task, EpisodeOptions options, IReadOnlyList<TurnRecord> turns)
    {
        ObservedScene[] scenes = [.. task.Seats.Select(seat => SceneView.For(task, options, seat))];
        string[] names = [.. task.Agents.Select(agent => agent.Name)];
        GrowingList<ObservedMessage>[] histories = [.. task.Seats.Select(_ => GrowingList<ObservedMessage>.Empty)];
        return new Perception(turns, scenes, [.. scenes.Select(SceneView.Text)], histories, names, [.. task.Seats]);
    }

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

    public string Text(Seat seat) => _texts[seat.Index];

    public IReadOnlyList<ObservedMessage> History(Seat seat) => _histories[seat.Index];

    /// <summary>The perception after one more turn: public deeds reach everybody, private ones their doer and recipients, idleness the idler only.</summary>
    public Perception After(TurnRecord turn, IReadOnlyList<TurnRecord> turns)
    {
        GrowingList<ObservedMessage>[] histories = [.. _histories];
        foreach ((Seat seat, AgentTurn done) in turn.Turns.OrderBy(pair => pair.Key.Index))
        {
            AgentAction action = done.Action;
            ObservedMessage message = new(turn.Turn, seat, ActionText.By(_names[seat.Index], action, _names)) { Action = action };
            Deliver(histories, message, observer => observer == seat
                || (action.Type != ActionType.None && (action.Recipients.Count == 0 || action.Recipients.Contains(observer))));
        }

        foreach (string text in turn.Events)
        {
            Deliver(histories, new ObservedMessage(turn.Turn, null, text), _ => true);
        }

        Seat[] left = [.. turn.Turns.Where(pair => pair.Value.Action.Type == ActionType.Leave).Select(pair => pair.Key)];
        return new Perception(turns, _scenes, _texts, histories, _names, left.Length == 0 ? Present : [.. Present.Except(left)]);
    }

    private static void Deliver(GrowingList<ObservedMessage>[] histories, ObservedMessage message, Func<Seat, bool> perceives)
    {
        for (int i = 0; i < histories.Length; i++)
        {
            if (perceives(new Seat(i)))
            {
                histories[i] = histories[i].Add(message);
            }
        }
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
