using System.Globalization;

namespace SotopiaPi;

/// <summary>A positive-sum family: two share three kinds of things, two of each, which they value differently, so that a good split pleases both.</summary>
/// <remarks>The points of a piece are at least 1 for each kind and 10 for the three together: 20 points lie on the table for each seat.</remarks>
public sealed class SplitFamily : OfflineTaskFamily
{
    private const int PointsOfOneEach = 10;
    private static readonly string[][] s_things =
    [
        ["books", "hats", "balls"],
        ["pens", "cups", "maps"],
        ["plums", "figs", "nuts"],
        ["keys", "rings", "dolls"],
    ];

    private static readonly int[][] s_values =
        [.. from first in Enumerable.Range(1, PointsOfOneEach - 2)
            from second in Enumerable.Range(1, PointsOfOneEach - 1 - first)
            select new[] { first, second, PointsOfOneEach - first - second }];

    /// <inheritdoc/>
    public override string Name => "split";

    /// <inheritdoc/>
    public override long Count => Pairs * s_things.Length * s_values.Length * s_values.Length;

    private protected override (string Scenario, string[] Goals) Describe(ref long rest, AgentProfile[] pair)
    {
        string[] things = s_things[Digit(ref rest, s_things.Length)];
        string[] goals = new string[2];
        for (int seat = 0; seat < goals.Length; seat++)
        {
            int[] values = s_values[Digit(ref rest, s_values.Length)];
            goals[seat] = string.Create(CultureInfo.InvariantCulture, $"Collect points: {values[0]} for {things[0]}, {values[1]} for {things[1]}, {values[2]} for {things[2]}.");
        }

        return ($"{pair[0].Name} and {pair[1].Name} share 2 {things[0]}, 2 {things[1]}, 2 {things[2]}.", goals);
    }
}
