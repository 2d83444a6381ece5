using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Keeps the books of turns that took several calls.</summary>
internal static class TurnUsage
{
    /// <summary>Gives the chosen turn the usage of all tries.</summary>
    public static AgentTurn Sum(AgentTurn chosen, IReadOnlyList<AgentTurn> tries)
    {
        if (tries.Count < 2)
        {
            return chosen;
        }

        ModelReply? reply = chosen.Reply ?? tries.Select(turn => turn.Reply).LastOrDefault(other => other is not null);
        ModelReply? repair = chosen.Repair ?? tries.Select(turn => turn.Repair).LastOrDefault(other => other is not null);
        return chosen with
        {
            Reply = reply is null ? null : reply with { Usage = Sum(tries.Select(turn => turn.Reply)) },
            Repair = repair is null ? null : repair with { Usage = Sum(tries.Select(turn => turn.Repair)) },
        };
    }

    private static UsageDetails? Sum(IEnumerable<ModelReply?> replies)
    {
        UsageDetails? sum = null;
        foreach (UsageDetails usage in replies.Select(reply => reply?.Usage).OfType<UsageDetails>())
        {
            (sum ??= new UsageDetails()).Add(usage);
        }

        return sum;
    }
}
