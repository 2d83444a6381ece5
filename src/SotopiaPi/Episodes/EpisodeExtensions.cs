using System.Globalization;

namespace SotopiaPi;

/// <summary>Plans made of episodes that were played.</summary>
public static class EpisodeExtensions
{
    /// <summary>Plans to play on from a turn of an episode, with the same or other players.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="turn">The number of turns to keep; the players of the plan make all later ones.</param>
    /// <param name="seats">Who plays on, one for each seat; <see langword="null"/> for the same players.</param>
    /// <param name="repetition">Tells apart several forks of the same parts; from 0. Each has seeds of its own.</param>
    /// <returns>The plan; its key is the hash of the episode's key, the turn, the players and the repetition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The episode has fewer turns, or ended with this one: there is nothing to play on.</exception>
    public static EpisodePlan Fork(this Episode episode, int turn, IReadOnlyList<SeatAssignment>? seats = null, int repetition = 0)
    {
        ArgumentNullException.ThrowIfNull(episode);
        if (turn < 0 || turn > episode.Turns.Count || (turn == episode.Turns.Count && episode.State.End is not null))
        {
            throw new ArgumentOutOfRangeException(nameof(turn), turn, $"Episode '{episode.Key}' has {episode.Turns.Count} turns{(episode.State.End is null ? "" : " and is over")}: keep fewer of them.");
        }

        IReadOnlyList<SeatAssignment> players = seats ?? episode.Seats;
        string?[] parts = ["fork", episode.Key, turn.ToString(CultureInfo.InvariantCulture), repetition.ToString(CultureInfo.InvariantCulture), .. players.SelectMany(seat => new[] { seat.Profile.Id, seat.Role, seat.Model?.Client, seat.Model?.Adapter })];
        string key = StableKey.Of(parts);
        EpisodeOptions options = episode.State.Options with { Seed = StableKey.Seed([key]) };
        return new EpisodePlan(key, episode.Task, players, options)
        {
            Environment = episode.Environment,
            Tag = episode.Tag,
            Start = episode.State.After(turn) with { Options = options },
        };
    }
}
