using System.Globalization;

namespace SotopiaPi;

/// <summary>Turns a seat of an episode into examples of what its model was really asked and really answered: for recorded conversations of agents whose prompts are their own.</summary>
public static class ReplyExampleBuilder
{
    /// <summary>Builds the examples.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="seat">The seat to imitate.</param>
    /// <returns>One example for each turn with a model's reply; turns that failed are left out and counted.</returns>
    public static SeatExamples Build(Episode episode, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(episode);
        string group = StableKey.Of(["replies", episode.Key, seat.ToString()]);
        AgentTurn[] turns = [.. episode.Turns.Select(turn => turn.Turns.GetValueOrDefault(seat)).OfType<AgentTurn>().Where(turn => turn.Reply is not null)];
        SupervisedExample[] examples =
        [
            .. turns.Where(turn => turn.Failure is null && turn.Reply!.Text.Length > 0)
                .Select((turn, i) => new SupervisedExample(StableKey.Of([group, i.ToString(CultureInfo.InvariantCulture)]), turn.Reply!.Prompt, turn.Reply.Text) { Group = group }),
        ];
        int failed = turns.Count(turn => turn.Failure is not null);
        return new SeatExamples(examples, failed, turns.Length - failed - examples.Length);
    }
}
