using System.Globalization;

namespace SotopiaPi;

/// <summary>A zero-sum family: one sells a thing, the other buys it, each with a private limit. What one gains the other loses.</summary>
/// <remarks>The seller's limit lies in 2…21 coins, the buyer's 6…18 higher, so that both fit in 0…40. Either may open.</remarks>
public sealed class BargainFamily : OfflineTaskFamily
{
    private const int LowestLimit = 2, Limits = 20, LowestGap = 6, Gaps = 13;
    private static readonly string[] s_things = ["lamp", "bike", "tent", "drum", "rug", "clock", "coat", "desk"];

    /// <inheritdoc/>
    public override string Name => "bargain";

    /// <inheritdoc/>
    public override long Count => Pairs * s_things.Length * Limits * Gaps * 2;

    private protected override (string Scenario, string[] Goals) Describe(ref long rest, AgentProfile[] pair)
    {
        string thing = s_things[Digit(ref rest, s_things.Length)];
        int low = LowestLimit + Digit(ref rest, Limits);
        int high = low + LowestGap + Digit(ref rest, Gaps);
        int seller = Digit(ref rest, 2);
        string scenario = $"{pair[seller].Name} sells a {thing} to {pair[1 - seller].Name}.";
        var goals = new string[2];
        goals[seller] = string.Create(CultureInfo.InvariantCulture, $"Sell it for more than {low} coins.");
        goals[1 - seller] = string.Create(CultureInfo.InvariantCulture, $"Buy it for less than {high} coins.");
        return (scenario, goals);
    }
}
