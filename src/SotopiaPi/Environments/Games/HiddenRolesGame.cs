using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SotopiaPi;

/// <summary>
/// A game of hidden roles for five players or more: wolves choose a victim by night, a seer looks at one player, by day all talk and vote somebody out. The village
/// wins when no wolf is left, the wolves when they are as many as the others.
/// </summary>
/// <remarks>Two wolves with six players or more, else one. Roles are dealt by the episode's seed. A tie of votes puts nobody out.</remarks>
[Experimental("SOTOPIA001")]
public sealed class HiddenRolesGame : ISocialGame
{
    /// <summary>The kind of action that names a player: by night the victim or the one to look at, by day the one to vote out.</summary>
    public static readonly ActionType Choose = new("choose");

    /// <summary>Gets why the episode ended when the wolves won.</summary>
    public static EndReason WolvesWon { get; } = new("wolves_won");

    /// <summary>Gets why the episode ended when the village won.</summary>
    public static EndReason VillageWon { get; } = new("village_won");

    /// <inheritdoc/>
    /// <remarks>The first team is that of the wolves, the second the seer alone.</remarks>
    /// <exception cref="ArgumentException">There are fewer than five players.</exception>
    public GameSetup Begin(SocialTask task, EpisodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        if (task.SeatCount < 5)
        {
            throw new ArgumentException($"The game of hidden roles needs five players or more; task '{task.Key}' has {task.SeatCount}.", nameof(task));
        }

        string seed = options.Seed.ToString(CultureInfo.InvariantCulture);
        Seat[] dealt = [.. task.Seats.OrderBy(seat => StableKey.Of(["role", seed, seat.ToString()]), StringComparer.Ordinal)];
        int wolfCount = task.SeatCount >= 6 ? 2 : 1;
        Seat[] wolves = [.. dealt.Take(wolfCount).OrderBy(seat => seat.Index)];
        Seat seer = dealt[wolfCount];
        string pack = SceneTexts.And([.. wolves.Select(seat => task.Agents[seat.Index].Name)]);
        List<TurnEvent> told =
        [
            new("Among you are wolves, who look like everybody else. By night they choose a victim; by day everybody talks and votes one player out.", []),
            new($"The wolves are {pack}. You are of them; nobody else knows.", wolves),
            new("You are the seer: every night you learn of one player whether it is a wolf. Nobody else knows.", [seer]),
            .. task.Seats.Where(seat => seat != seer && !wolves.Contains(seat)).Select(seat => new TurnEvent("You are a villager.", [seat])),
        ];
        return new GameSetup([wolves, [seer]], new GameMove(Night(wolves)) { Events = told });
    }

    /// <inheritdoc/>
    public ActionProblem? Check(GamePosition position, Seat seat, AgentAction action)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(action);
        if (action.Type != Choose || Chosen(position, action) is not null)
        {
            return null;
        }

        return new ActionProblem($"There is nobody of the name \"{action.Argument}\" to choose; possible are {string.Join(", ", position.Present.Select(other => position.Task.Agents[other.Index].Name))}.");
    }

    /// <inheritdoc/>
    public GameMove Advance(GamePosition position, IReadOnlyList<TurnRecord> turns)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(turns);
        Seat[] seer = [.. position.Teams[1].Intersect(position.Present)];
        return position.Phase.Name switch
        {
            "night" => new GameMove(new GamePhase("victim", position.Teams[0]) { Order = TurnOrder.Simultaneous, Visibility = PhaseVisibility.Team, Available = [Choose], Instruction = "Choose the victim of this night by its name." }),
            "victim" => Removed(position, turns, "Nobody was hurt this night.", "This night the wolves took {0}.", new GamePhase("sight", seer) { Visibility = PhaseVisibility.Private, Available = [Choose], Instruction = "Choose by name the player whom you want to see through." }),
            "sight" => new GameMove(new GamePhase("day", [.. position.Present]) { Instruction = "It is day. Say to all whom you suspect, and why." }) { Events = Sight(position, turns) },
            "day" => new GameMove(new GamePhase("vote", [.. position.Present]) { Order = TurnOrder.Simultaneous, Available = [Choose, ActionType.None], Instruction = "Vote by name for the player who must go." }),
            _ => Removed(position, turns, "The vote put nobody out.", "The vote put {0} out.", Night(position.Teams[0])),
        };
    }

    private static GamePhase Night(IReadOnlyList<Seat> wolves) => new("night", wolves) { Visibility = PhaseVisibility.Team, Instruction = "It is night. Only wolves hear you: agree on a victim." };

    private static GameMove Removed(GamePosition position, IReadOnlyList<TurnRecord> turns, string nobody, string somebody, GamePhase next)
    {
        Seat[] chosen = [.. Choices(position, turns)];
        IGrouping<Seat, Seat>[] counted = [.. chosen.GroupBy(seat => seat).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Index)];
        bool tied = counted.Length == 0 || (counted.Length > 1 && counted[0].Count() == counted[1].Count());
        if (tied)
        {
            return new GameMove(next) { Events = [new TurnEvent(nobody, [])] };
        }

        Seat gone = counted[0].Key;
        string name = position.Task.Agents[gone.Index].Name;
        string role = position.Teams[0].Contains(gone) ? "a wolf" : position.Teams[1].Contains(gone) ? "the seer" : "a villager";
        TurnEvent told = new($"{string.Format(CultureInfo.InvariantCulture, somebody, name)} It was {role}.", []);
        return new GameMove(next with { Acting = [.. next.Acting.Where(seat => seat != gone)] }) { Events = [told], Out = [gone], End = EndWithout(position, gone) };
    }

    private static EpisodeEnd? EndWithout(GamePosition position, Seat gone)
    {
        Seat[] left = [.. position.Present.Where(seat => seat != gone)];
        int wolves = left.Intersect(position.Teams[0]).Count();
        return wolves == 0 ? new EpisodeEnd(VillageWon, "No wolf is left: the village won.")
            : 2 * wolves >= left.Length ? new EpisodeEnd(WolvesWon, "The wolves are as many as the others: they won.")
            : null;
    }

    private static List<TurnEvent> Sight(GamePosition position, IReadOnlyList<TurnRecord> turns) =>
        [.. Choices(position, turns).Take(1).Select(seen => new TurnEvent($"{position.Task.Agents[seen.Index].Name} is {(position.Teams[0].Contains(seen) ? "a wolf" : "no wolf")}.", position.Teams[1]))];

    private static IEnumerable<Seat> Choices(GamePosition position, IReadOnlyList<TurnRecord> turns) =>
        turns.SelectMany(turn => turn.Turns.OrderBy(pair => pair.Key.Index)).Select(pair => Chosen(position, pair.Value.Action)).OfType<Seat>();

    private static Seat? Chosen(GamePosition position, AgentAction action)
    {
        Seat seat = action.Type == Choose ? SeatNames.Find(action.Argument, [.. position.Task.Agents.Select(agent => agent.Name)]) : SeatNames.Unknown;
        return position.Present.Contains(seat) ? seat : null;
    }
}
