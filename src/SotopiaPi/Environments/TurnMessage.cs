namespace SotopiaPi;

/// <summary>What happened in a turn, before it is decided who perceives it: a seat's deed, or an event of the environment.</summary>
internal sealed class TurnMessage(int turn, Seat? sender, AgentTurn? done, string text, IReadOnlyList<Seat> audience)
{
    private readonly bool _isMarked = sender is not null && Markup.IsMarked(text);
    private readonly ObservedMessage _plain = new(turn, sender, text) { Action = done?.Action };

    public static TurnMessage Of(int turn, TurnEvent happened) => new(turn, null, null, happened.Text, happened.Audience);

    public Seat? Sender => sender;

    public string Text => text;

    public bool Leaves => done?.Action.Type == ActionType.Leave;

    public bool IsIdle => done?.Action.Type == ActionType.None;

    /// <summary>Public deeds and events reach everybody, private ones their doer and recipients, idleness the idler only.</summary>
    public bool Reaches(Seat seat) => sender == seat || (!IsIdle && (audience.Count == 0 || audience.Contains(seat)));

    /// <summary>Why the doer's first try was refused, as the doer saw it; <see langword="null"/> for all others.</summary>
    public ObservedMessage? RefusalSeenBy(Seat seat) =>
        sender == seat && done?.Refused is { } problem ? new ObservedMessage(turn, null, problem.Text) { IsRefusal = true } : null;

    /// <summary>The message as a seat perceives it: marks inside utterances are obeyed; one's own action stays as it was.</summary>
    public ObservedMessage SeenBy(Seat seat, IReadOnlyList<string> hintTags)
    {
        if (!_isMarked)
        {
            return _plain;
        }

        AgentAction action = done!.Action;
        return new ObservedMessage(turn, sender, Markup.SeenBy(seat, text, hintTags))
        {
            Action = sender == seat ? action : action with { Argument = Markup.SeenBy(seat, action.Argument, hintTags) },
        };
    }
}
