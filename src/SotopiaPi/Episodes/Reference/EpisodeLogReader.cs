using System.Globalization;

namespace SotopiaPi;

/// <summary>Reads the logs of any version of the reference back as episodes.</summary>
public static class EpisodeLogReader
{
    /// <summary>Makes an episode of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="environments">Finds an environment by its id; <see langword="null"/> when it is not known.</param>
    /// <param name="agents">Finds a character by its id; <see langword="null"/> when it is not known.</param>
    /// <returns>
    /// The episode. The log does not say which seats were asked: where all deeds fit one order, that order is assumed. A turn that the reference played as
    /// <c>none</c> because a reply failed cannot be told from a chosen one. The argument of a <c>none</c> is lost.
    /// </returns>
    /// <exception cref="RecordFormatException">An id is unknown, or a message is not one of the reference; the message says which.</exception>
    public static Episode Read(EpisodeLog log, Func<string, EnvironmentProfile?> environments, Func<string, AgentProfile?> agents)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(agents);
        SocialTask task = TaskOf(log, environments, agents);
        SotopiaSemantics semantics = SemanticsOf(log);
        string[] names = [.. task.Agents.Select(agent => agent.Name)];
        AgentAction[][] deeds = [.. log.Messages.Select(turn => Deeds(turn, names)).Where(turn => turn.Length > 0)];
        TurnOrder order = OrderOf(deeds);
        TurnRecord[] turns = [.. deeds.Select((turn, index) => new TurnRecord(index, Asked(turn, index, order)))];
        EpisodeOptions options = new()
        {
            Semantics = semantics,
            Order = order,
            TurnLimit = TurnLimit.Reference,
            Omniscient = FirstViews(log) is [_, _, ..] views && views.Distinct().Count() == 1,
            Lite = !FirstViews(log).Any(view => view.Contains("'s background: ", StringComparison.Ordinal)),
            MaxTurns = EndedByLength(log) ? Math.Max(1, semantics == SotopiaSemantics.V2023 ? turns.Length - 1 : turns.Length) : 20,
        };
        EpisodeState state = new(task, options, turns.Length, turns, new Dictionary<Seat, string>(), EndOf(log));
        return new Episode(log.Id, [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent", ModelOf(log, seat)))], state) { Tag = log.Tag };
    }

    private static SocialTask TaskOf(EpisodeLog log, Func<string, EnvironmentProfile?> environments, Func<string, AgentProfile?> agents)
    {
        EnvironmentProfile environment = environments(log.EnvironmentId) ?? throw new RecordFormatException("environment", $"found \"{log.EnvironmentId}\", which is not among the environments given");
        AgentProfile[] characters = [.. log.AgentIds.Select(id => agents(id) ?? throw new RecordFormatException("agents", $"found \"{id}\", which is not among the characters given"))];
        return characters.Length == environment.Goals.Count && characters.Length > 1
            ? SocialTask.Create(environment, characters)
            : throw new RecordFormatException("agents", $"found {characters.Length} characters, wanted one for each of the {environment.Goals.Count} goals, two or more");
    }

    private static SotopiaSemantics SemanticsOf(EpisodeLog log) =>
        log.Messages.SelectMany(turn => turn).Any(message => message.Receiver == LoggedMessage.Environment && (message.Text.StartsWith(' ') || message.Text.StartsWith("[private to [", StringComparison.Ordinal)))
            ? SotopiaSemantics.Current
            : SotopiaSemantics.V2023;

    private static string[] FirstViews(EpisodeLog log) => [.. log.Messages.Take(1).SelectMany(turn => turn).Where(message => message.Sender == LoggedMessage.Environment).Select(message => message.Text)];

    private static AgentAction[] Deeds(IReadOnlyList<LoggedMessage> messages, string[] names)
    {
        LoggedMessage[] deeds = [.. messages.Where(message => message.Receiver == LoggedMessage.Environment)];
        return deeds.Length == 0 ? [] : [.. names.Select(name => LoggedAction.Read(
            deeds.FirstOrDefault(message => message.Sender == name)?.Text ?? throw new RecordFormatException("messages", $"found no action of \"{name}\" in a turn, wanted one of each agent"),
            names))];
    }

    private static TurnOrder OrderOf(AgentAction[][] deeds)
    {
        if (deeds.Any(turn => turn.Count(action => action.Type != ActionType.None) > 1))
        {
            return TurnOrder.Simultaneous;
        }

        bool inTurn = deeds.Select((turn, index) => turn.Select((action, seat) => action.Type == ActionType.None || seat == index % turn.Length).All(fits => fits)).All(fits => fits);
        return inTurn ? TurnOrder.RoundRobin : TurnOrder.Random;
    }

    private static Dictionary<Seat, AgentTurn> Asked(AgentAction[] turn, int index, TurnOrder order)
    {
        int actor = Math.Max(Array.FindIndex(turn, action => action.Type != ActionType.None), 0);
        IEnumerable<int> seats = order switch
        {
            TurnOrder.Simultaneous => Enumerable.Range(0, turn.Length),
            TurnOrder.RoundRobin => [index % turn.Length],
            _ => [actor],
        };
        return seats.ToDictionary(seat => new Seat(seat), seat => new AgentTurn(turn[seat]));
    }

    private static bool EndedByLength(EpisodeLog log) => log.Reasoning.Contains("The conversation is too long; ", StringComparison.Ordinal);

    private static EpisodeEnd? EndOf(EpisodeLog log)
    {
        int end = log.Reasoning.IndexOf('\n', StringComparison.Ordinal);
        string first = end < 0 ? log.Reasoning : log.Reasoning[..end];
        return first.Contains("is leaving; ", StringComparison.Ordinal) || first.Contains("Too few active agents; ", StringComparison.Ordinal) ? new EpisodeEnd(EndReason.Left, "Somebody left the conversation.")
            : first.Contains("stales for too long; ", StringComparison.Ordinal) ? new EpisodeEnd(EndReason.Stale, "Nobody did anything any more.")
            : EndedByLength(log) ? new EpisodeEnd(EndReason.TurnLimit, "The limit of turns was reached.")
            : null;
    }

    private static ModelRef? ModelOf(EpisodeLog log, Seat seat) => log.Models is { } models && seat.Index + 1 < models.Count ? new ModelRef(models[seat.Index + 1]) : null;
}
