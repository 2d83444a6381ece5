using System.Globalization;

namespace SotopiaPi;

/// <summary>Says who acts in a turn.</summary>
internal static class TurnSchedule
{
    public static IReadOnlyList<Seat> Next(EpisodeState state, IReadOnlyList<Seat> present) => present.Count == 0 ? [] : state.Options.Order switch
    {
        TurnOrder.Simultaneous => present,
        TurnOrder.Random => [present[Draw(state, present.Count)]],
        _ => [AfterLast(state, present)],
    };

    /// <exception cref="ArgumentException">The turns are not those of the active seats.</exception>
    public static void Require(EpisodeState state, IReadOnlyDictionary<Seat, AgentTurn> turns, IReadOnlyList<Seat> active)
    {
        if (turns.Count != active.Count || !active.All(turns.ContainsKey))
        {
            throw new ArgumentException($"Turn {state.Turn} is that of the seats {string.Join(", ", active)}, but the turns given are of {string.Join(", ", turns.Keys)}.", nameof(turns));
        }
    }

    private static int Draw(EpisodeState state, int count)
    {
        string[] parts = ["order", state.Options.Seed.ToString(CultureInfo.InvariantCulture), state.Turn.ToString(CultureInfo.InvariantCulture)];
        return (int)(StableKey.Seed(parts) % count);
    }

    private static Seat AfterLast(EpisodeState state, IReadOnlyList<Seat> present)
    {
        int last = state.Turns.Count == 0 || state.Turns[^1].Turns.Count == 0 ? -1 : state.Turns[^1].Turns.Keys.Max(seat => seat.Index);
        foreach (Seat seat in present)
        {
            if (seat.Index > last)
            {
                return seat;
            }
        }

        return present[0];
    }
}
