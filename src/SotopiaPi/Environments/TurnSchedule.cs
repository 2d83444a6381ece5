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
