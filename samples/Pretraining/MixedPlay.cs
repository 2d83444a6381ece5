using System.Globalization;
using SotopiaPi;

namespace Pretraining;

/// <summary>Plays fresh episodes of the offline world between scripted players of mixed skill: what the small model learns from.</summary>
/// <remarks>
/// A quarter of the seats is skilled (0.7 to 1), the rest is not (0 to 0.3), and nothing in the text says which: self-training can only strengthen what the base
/// sometimes does. Episode <c>i</c> of a seed is always the same.
/// </remarks>
internal sealed class MixedPlay(long seed)
{
    private const double SkilledShare = 0.25;
    private readonly OfflineTaskSource _tasks = new(seed, (int)Math.Min(int.MaxValue, OfflineTaskSource.Positions));

    /// <summary>Plays an episode to its end.</summary>
    public async Task<Episode> PlayAsync(long index, CancellationToken cancellationToken)
    {
        var draws = new Random((int)(StableKey.Seed(["pretraining", Invariant(seed), Invariant(index)]) & int.MaxValue));
        SocialTask task = _tasks[draws.Next((int)OfflineTaskSource.Positions)];
        OfflineExpert[] players = [new() { Skill = Skill(draws) }, new() { Skill = Skill(draws) }];
        SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "mixed"))];
        var runner = new EpisodeRunner(new DelegateAgentFactory(assignment => players[assignment.Seat.Index]));
        EpisodeOptions options = OfflineTaskSource.Rules with { Seed = draws.NextInt64() };
        return await runner.PlayToEndAsync(EpisodePlan.Create(task, seats, options), cancellationToken);
    }

    private static double Skill(Random draws) => draws.NextDouble() < SkilledShare ? 0.7 + (0.3 * draws.NextDouble()) : 0.3 * draws.NextDouble();

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
