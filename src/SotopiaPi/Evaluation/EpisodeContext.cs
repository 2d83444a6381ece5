using Microsoft.Extensions.AI.Evaluation;

namespace SotopiaPi;

/// <summary>Hands an episode and the seat in question to a <see cref="SotopiaEvaluator"/>.</summary>
/// <param name="episode">The episode.</param>
/// <param name="seat">The seat whose scores are wanted.</param>
public sealed class EpisodeContext(Episode episode, Seat seat) : EvaluationContext(ContextName, Describe(episode, seat))
{
    /// <summary>The name under which the context is known.</summary>
    public const string ContextName = "SOTOPIA episode";

    /// <summary>Gets the episode.</summary>
    public Episode Episode { get; } = episode;

    /// <summary>Gets the seat.</summary>
    public Seat Seat { get; } = seat;

    private static string Describe(Episode episode, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentOutOfRangeException.ThrowIfNegative(seat.Index, nameof(seat));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(seat.Index, episode.Task.SeatCount, nameof(seat));
        return $"episode {episode.Key}, seat {seat} ({episode.Task.Agents[seat.Index].Name})";
    }
}
