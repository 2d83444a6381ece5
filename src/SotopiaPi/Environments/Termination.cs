using System.Globalization;

namespace SotopiaPi;

/// <summary>Decides whether an episode is over (sotopia-lab/sotopia: <c>RuleBasedTerminatedEvaluator</c>).</summary>
internal static class Termination
{
    public static EpisodeEnd? After(EpisodeState state, IReadOnlyList<Seat> present, IReadOnlyList<string> names)
    {
        EpisodeOptions options = state.Options;
        if (present.Count < 2)
        {
            IEnumerable<string> left = state.Turns[^1].Turns.Where(pair => pair.Value.Action.Type == ActionType.Leave).Select(pair => names[pair.Key.Index]);
            return new EpisodeEnd(EndReason.Left, $"{SceneTexts.And([.. left])} left the conversation.");
        }

        if (IsStale(state))
        {
            return new EpisodeEnd(EndReason.Stale, "Nobody did anything any more.");
        }

        bool playsOneMore = options.TurnLimit == SotopiaPi.TurnLimit.Reference && options.Semantics == SotopiaSemantics.V2023;
        return state.Turn < options.MaxTurns + (playsOneMore ? 1 : 0)
            ? null
            : TurnLimit(options);
    }

    public static EpisodeEnd TurnLimit(EpisodeOptions options) =>
        new(EndReason.TurnLimit, string.Create(CultureInfo.InvariantCulture, $"The limit of {options.MaxTurns} turns was reached."));

    /// <summary>Whether nobody has done anything for too long.</summary>
    public static bool IsStale(EpisodeState state) => IdleActions(state) > state.Options.MaxStaleTurns;

    /// <summary>
    /// Counts the <c>none</c> actions since the last deed. The version of 2023 also counts the seats that were not asked, so that seat 1 ends a round-robin
    /// episode by one <c>none</c> right after seat 0 spoke, and seat 0 does not.
    /// </summary>
    private static int IdleActions(EpisodeState state)
    {
        bool countsUnasked = state.Options.Semantics == SotopiaSemantics.V2023 && state.Task.SeatCount == 2;
        int idle = 0;
        for (int turn = state.Turns.Count - 1; turn >= 0; turn--)
        {
            for (int seat = state.Task.SeatCount - 1; seat >= 0; seat--)
            {
                if (!state.Turns[turn].Turns.TryGetValue(new Seat(seat), out AgentTurn? done))
                {
                    idle += countsUnasked ? 1 : 0;
                }
                else if (done.Action.Type == ActionType.None)
                {
                    idle++;
                }
                else
                {
                    return idle;
                }
            }

            if (idle > state.Options.MaxStaleTurns)
            {
                return idle;
            }
        }

        return idle;
    }
}
