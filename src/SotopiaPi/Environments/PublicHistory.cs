namespace SotopiaPi;

/// <summary>What somebody without a seat perceives: public deeds and events.</summary>
internal static class PublicHistory
{
    /// <param name="state">The state.</param>
    /// <param name="bystander">A seat that nobody has: marks for single viewers hide their text from it.</param>
    public static IReadOnlyList<ObservedMessage> Of(EpisodeState state, Seat bystander)
    {
        string[] names = [.. state.Task.Agents.Select(agent => agent.Name)];
        List<ObservedMessage> history = [];
        foreach (TurnRecord turn in state.Turns)
        {
            history.AddRange(turn.Turns
                .Where(pair => pair.Value.Action.Type != ActionType.None && pair.Value.Action.Recipients.Count == 0)
                .OrderBy(pair => pair.Key.Index)
                .Select(pair => Seen(turn.Turn, pair.Key, pair.Value.Action)));
            history.AddRange(turn.Events.Select(text => new ObservedMessage(turn.Turn, null, text)));
        }

        return history;

        ObservedMessage Seen(int turn, Seat seat, AgentAction action)
        {
            AgentAction seen = action with { Argument = Markup.SeenBy(bystander, action.Argument, []) };
            return new ObservedMessage(turn, seat, ActionText.By(names[seat.Index], seen, names)) { Action = seen };
        }
    }
}
