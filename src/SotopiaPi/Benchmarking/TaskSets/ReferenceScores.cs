namespace SotopiaPi;

/// <summary>Goal scores of one player on points, by which a representative part of them is chosen.</summary>
/// <param name="Name">Whose scores they are, by which judge.</param>
/// <param name="Goals">The mean goal score by task and seat.</param>
public sealed record ReferenceScores(string Name, IReadOnlyDictionary<(string TaskKey, Seat Seat), double> Goals)
{
    /// <summary>Averages rated seats by task and seat; unrated ones are left out.</summary>
    /// <param name="name">Whose scores they are, by which judge.</param>
    /// <param name="seats">The rated seats of one player and judge.</param>
    /// <returns>The scores.</returns>
    public static ReferenceScores Of(string name, IEnumerable<RatedSeat> seats)
    {
        ArgumentNullException.ThrowIfNull(seats);
        return new ReferenceScores(
            name,
            seats.Where(seat => seat.ValueOf(SocialDimension.Goal) is not null)
                .GroupBy(seat => (seat.TaskKey, seat.Seat))
                .ToDictionary(group => group.Key, group => group.Average(seat => seat.ValueOf(SocialDimension.Goal)!.Value)));
    }
}
