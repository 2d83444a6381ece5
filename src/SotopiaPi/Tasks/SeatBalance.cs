namespace SotopiaPi;

/// <summary>Counts who sat where, and chooses the order that evens it out.</summary>
internal sealed class SeatBalance
{
    private readonly Dictionary<(string Agent, int Seat), int> _counts = [];

    public AgentProfile[] Choose(IEnumerable<AgentProfile[]> orders)
    {
        AgentProfile[] chosen = orders.MinBy(order => order.Select((agent, seat) => Square(_counts.GetValueOrDefault((agent.Id, seat)) + 1) - Square(_counts.GetValueOrDefault((agent.Id, seat)))).Sum())!;
        for (int seat = 0; seat < chosen.Length; seat++)
        {
            (string, int) key = (chosen[seat].Id, seat);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }

        return chosen;
    }

    private static int Square(int count) => count * count;
}
