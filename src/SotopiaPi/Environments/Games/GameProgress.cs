using System.Globalization;

namespace SotopiaPi;

/// <summary>How far a game is: the position, who acts next, and the turns of the phase so far. Immutable; follows from the turns alone.</summary>
internal sealed record GameProgress(GamePosition Position, IReadOnlyList<IReadOnlyList<Seat>> Waiting, IReadOnlyList<TurnRecord> PhaseTurns, EpisodeEnd? End)
{
    private static readonly EpisodeEnd Over = new(new EndReason("game_over"), "The game is over.");

    public static (GameProgress Progress, IReadOnlyList<TurnEvent> Events) Begin(ISocialGame game, SocialTask task, EpisodeOptions options)
    {
        GameSetup setup = game.Begin(task, options);
        GamePosition before = new(task, options, setup.Teams, new GamePhase("", []), -1, [.. task.Seats]);
        return new GameProgress(before, [], [], null).Enter(game, setup.First);
    }

    /// <summary>The progress after a turn, and what the seats are told: empty while the phase goes on.</summary>
    public (GameProgress Progress, IReadOnlyList<TurnEvent> Events) After(ISocialGame game, TurnRecord turn)
    {
        Seat[] left = [.. turn.Turns.Where(pair => pair.Value.Action.Type == ActionType.Leave).Select(pair => pair.Key)];
        GameProgress next = this with
        {
            Position = Position with { Present = [.. Position.Present.Except(left)] },
            PhaseTurns = [.. PhaseTurns, turn],
            Waiting = [.. Waiting.Skip(1).Select(group => (IReadOnlyList<Seat>)[.. group.Except(left)]).Where(group => group.Count > 0)],
        };
        return next.Waiting.Count > 0 ? (next, []) : next.Enter(game, game.Advance(next.Position, next.PhaseTurns));
    }

    /// <summary>Enters the next phase; a phase in which nobody acts is passed through at once.</summary>
    private (GameProgress Progress, IReadOnlyList<TurnEvent> Events) Enter(ISocialGame game, GameMove move)
    {
        List<TurnEvent> events = [];
        GamePosition position = Position;
        for (int passed = 0; passed < 100; passed++)
        {
            events.AddRange(move.Events);
            position = position with { Present = [.. position.Present.Except(move.Out)] };
            if (move.Next is not { } phase || move.End is not null)
            {
                return (new GameProgress(position, [], [], move.End ?? Over), events);
            }

            position = position with { Phase = phase, Number = position.Number + 1 };
            List<IReadOnlyList<Seat>> waiting = Groups(position);
            if (waiting.Count > 0)
            {
                if (phase.Instruction.Length > 0)
                {
                    events.Add(new TurnEvent(phase.Instruction, [.. phase.Acting.Intersect(position.Present)]));
                }

                return (new GameProgress(position, waiting, [], null), events);
            }

            move = game.Advance(position, []);
        }

        throw new InvalidOperationException($"The game passed through 100 phases in which nobody acts; the last was '{position.Phase.Name}': its rules must end or let somebody act.");
    }

    private static List<IReadOnlyList<Seat>> Groups(GamePosition position)
    {
        Seat[] acting = [.. position.Phase.Acting.Where(position.Present.Contains)];
        List<IReadOnlyList<Seat>> groups = [];
        for (int round = 0; round < position.Phase.Rounds && acting.Length > 0; round++)
        {
            groups.AddRange(position.Phase.Order switch
            {
                TurnOrder.Simultaneous => [acting],
                TurnOrder.Random => Drawn(position, acting, round).Select(seat => new[] { seat }),
                _ => acting.Select(seat => new[] { seat }),
            });
        }

        return groups;
    }

    private static IEnumerable<Seat> Drawn(GamePosition position, Seat[] acting, int round)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"{position.Options.Seed} {position.Number} {round}");
        return acting.OrderBy(seat => StableKey.Of(["phase", prefix, seat.ToString()]), StringComparer.Ordinal);
    }
}
