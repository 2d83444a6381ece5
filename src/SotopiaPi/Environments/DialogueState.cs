namespace SotopiaPi;

/// <summary>An episode's state with what each seat perceived.</summary>
internal sealed record DialogueState(
    SocialTask Task,
    EpisodeOptions Options,
    int Turn,
    IReadOnlyList<TurnRecord> Turns,
    IReadOnlyDictionary<Seat, string> Memories,
    EpisodeEnd? End,
    Perception Perception) : EpisodeState(Task, Options, Turn, Turns, Memories, End), IPerceived
{
    /// <summary>Plays a turn on any state: what is common to all environments. Who may act and when it ends is not decided here.</summary>
    public static DialogueState After(EpisodeState state, TurnRecord turn)
    {
        GrowingList<TurnRecord> turns = GrowingList<TurnRecord>.Of(state.Turns).Add(turn);
        Perception perception = Perception.Of(state).After(turn, turns);
        return new DialogueState(state.Task, state.Options, state.Turn + 1, turns, SeatMemories.After(state.Memories, turn.Turns), null, perception) { Recalled = state.Recalled, Opening = state.Opening };
    }

    /// <summary>Adds something that the environment says to everybody after the last turn.</summary>
    public static EpisodeState With(EpisodeState state, string happened)
    {
        TurnRecord last = state.Turns[^1];
        TurnRecord[] turns = [.. state.Turns.Take(state.Turns.Count - 1), last with { Events = [.. last.Events, happened] }];
        GrowingList<TurnRecord> growing = GrowingList<TurnRecord>.Of(turns);
        return state is DialogueState dialogue
            ? dialogue with { Turns = growing, Perception = Perception.Of(state).With(new TurnEvent(happened, []), growing) }
            : state with { Turns = growing };
    }
}
