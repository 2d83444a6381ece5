namespace SotopiaPi;

/// <summary>A seat of a rated episode, without the transcript: what filters and statistics read.</summary>
/// <param name="EpisodeKey">The key of the episode.</param>
/// <param name="TaskKey">The key of the task.</param>
/// <param name="Seat">The seat.</param>
/// <param name="Role">The player's role.</param>
/// <param name="Model">The player's model; <see langword="null"/> for a scripted or human player.</param>
/// <param name="Judge">The judge.</param>
/// <param name="Scores">The scores of this seat.</param>
public sealed record RatedSeat(
    string EpisodeKey,
    string TaskKey,
    Seat Seat,
    string Role,
    ModelRef? Model,
    string Judge,
    IReadOnlyDictionary<SocialDimension, Score> Scores)
{
    /// <summary>Gets the id of the environment: the episodes of one environment, whoever its characters are, compete in filters.</summary>
    public string EnvironmentId { get; init; } = TaskKey;

    /// <summary>Gets the mean over the dimensions that were rated, with their number.</summary>
    public OverallScore Overall => OverallScore.Of(Scores);

    /// <summary>Reads the value of a dimension.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <returns>The value; <see langword="null"/> when the seat was not rated on it.</returns>
    public double? ValueOf(SocialDimension dimension) => Scores.TryGetValue(dimension, out Score? score) ? score.Value : null;

    /// <summary>Takes the seats of a rated episode apart.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="rating">Its rating.</param>
    /// <returns>One row for each seat that the rating names.</returns>
    public static IEnumerable<RatedSeat> Of(Episode episode, EpisodeRating rating)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(rating);
        return from assignment in episode.Seats
               where rating.Scores.ContainsKey(assignment.Seat)
               select new RatedSeat(episode.Key, episode.Task.Key, assignment.Seat, assignment.Role, assignment.Model, rating.Judge, rating.Scores[assignment.Seat])
               {
                   EnvironmentId = episode.Task.Environment.Id,
               };
    }
}
