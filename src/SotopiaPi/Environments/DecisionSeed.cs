using System.Globalization;

namespace SotopiaPi;

/// <summary>Makes the seeds of single decisions from an episode's seed.</summary>
public static class DecisionSeed
{
    /// <summary>Makes the seed of a seat's decision.</summary>
    /// <param name="episodeSeed">The episode's seed.</param>
    /// <param name="seat">The seat.</param>
    /// <param name="turn">The number of the turn, from 0.</param>
    /// <param name="attempt">The number of the try, from 0.</param>
    /// <returns>The seed: from 0 to 2⁶³ − 1.</returns>
    public static long Of(long episodeSeed, Seat seat, int turn, int attempt = 0) =>
        StableKey.Seed(["decision", Text(episodeSeed), Text(seat.Index), Text(turn), Text(attempt)]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
