namespace SotopiaPi;

/// <summary>What one seat has perceived: single messages, and each turn as one text. Immutable.</summary>
internal sealed class SeatView(GrowingList<ObservedMessage> history, GrowingList<string> turnTexts)
{
    public static readonly SeatView Empty = new(GrowingList<ObservedMessage>.Empty, GrowingList<string>.Empty);

    public IReadOnlyList<ObservedMessage> History => history;

    public IReadOnlyList<string> TurnTexts => turnTexts;

    /// <summary>The view after a turn. The turn's one text is joined first and then read for marks, as the reference does.</summary>
    public SeatView After(IReadOnlyList<TurnMessage> messages, Seat seat, IReadOnlyList<string> hintTags)
    {
        GrowingList<ObservedMessage> seen = history;
        string? joined = null;
        foreach (TurnMessage message in messages)
        {
            if (message.RefusalSeenBy(seat) is { } refusal)
            {
                seen = seen.Add(refusal);
            }

            if (message.Reaches(seat))
            {
                seen = seen.Add(message.SeenBy(seat, hintTags));
                joined = message.IsIdle ? joined : joined is null ? message.Text : $"{joined};{message.Text}";
            }
        }

        return new SeatView(seen, turnTexts.Add(joined is null ? "" : Markup.SeenBy(seat, joined, hintTags)));
    }

    /// <summary>The view after the environment said something outside a turn.</summary>
    public SeatView Told(IReadOnlyList<TurnMessage> messages, Seat seat)
    {
        GrowingList<ObservedMessage> seen = history;
        foreach (TurnMessage message in messages.Where(message => message.Reaches(seat)))
        {
            seen = seen.Add(message.SeenBy(seat, []));
        }

        return new SeatView(seen, turnTexts);
    }

    /// <summary>The view whose last turn text is followed by an event.</summary>
    public SeatView WithTurnText(TurnMessage message, Seat seat)
    {
        if (!message.Reaches(seat))
        {
            return this;
        }

        string last = turnTexts[^1];
        string[] texts = [.. turnTexts.Take(turnTexts.Count - 1), last.Length == 0 ? message.Text : $"{last};{message.Text}"];
        return new SeatView(history, GrowingList<string>.Of(texts));
    }
}
