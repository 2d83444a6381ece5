namespace SotopiaPi;

/// <summary>An episode that people, or a judge that knows the truth, have rated.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Annotations">Their ratings; several are averaged.</param>
public sealed record AnnotatedEpisode(Episode Episode, IReadOnlyList<EpisodeRating> Annotations)
{
    /// <summary>Makes an annotated episode of the reference's records (<c>AnnotationForEpisode</c>), whose rewards stand in the order of the seats.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="annotations">The annotations of this episode.</param>
    /// <returns>The annotated episode. A failed reward is a missing score, not 0.</returns>
    public static AnnotatedEpisode Of(Episode episode, IEnumerable<EpisodeAnnotation> annotations)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(annotations);
        return new AnnotatedEpisode(episode, [.. annotations.Select(annotation => new EpisodeRating(
            annotation.AnnotatorId,
            episode.Task.Seats.Zip(annotation.Rewards).ToDictionary(pair => pair.First, pair => (IReadOnlyDictionary<SocialDimension, Score>)ScoresOf(pair.Second)),
            null))]);
    }

    /// <summary>Reads the episodes of a store that were rated by annotators.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isAnnotator">Says whether a judge's name is that of an annotator, e.g. <see cref="HumanRatings.Judge"/>.</param>
    /// <param name="query">Chooses the episodes; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The annotated episodes, in the order of the store.</returns>
    public static async Task<IReadOnlyList<AnnotatedEpisode>> ReadAsync(IEpisodeStore store, Func<string, bool> isAnnotator, EpisodeQuery? query = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(isAnnotator);
        List<Episode> episodes = [];
        List<RatingStored> ratings = [];
        await foreach (EpisodeRecord record in store.QueryAsync((query ?? new EpisodeQuery()) with { OmitReplies = true }, cancellationToken).ConfigureAwait(false))
        {
            if (record is EpisodeStored stored)
            {
                episodes.Add(stored.Episode);
            }
            else if (record is RatingStored rating && isAnnotator(rating.Judge))
            {
                ratings.Add(rating);
            }
        }

        ILookup<string, EpisodeRating> byEpisode = ratings.ToLookup(rating => rating.EpisodeKey, rating => rating.Rating);
        return [.. episodes.Where(episode => byEpisode.Contains(episode.Key)).Select(episode => new AnnotatedEpisode(episode, [.. byEpisode[episode.Key]]))];
    }

    /// <summary>Averages the annotations of a seat.</summary>
    /// <param name="seat">The seat.</param>
    /// <returns>The mean of the scores there are on each dimension; a dimension that nobody rated is missing.</returns>
    public IReadOnlyDictionary<SocialDimension, Score> Mean(Seat seat)
    {
        IEnumerable<KeyValuePair<SocialDimension, Score>> scores = Annotations.Where(annotation => annotation.Scores.ContainsKey(seat)).SelectMany(annotation => annotation.Scores[seat]);
        return scores.GroupBy(score => score.Key).ToDictionary(
            dimension => dimension.Key,
            dimension => dimension.Average(score => score.Value.Value) is { } mean ? Score.Of(mean) : Score.Missing(RatingProblem.Absent, "no annotator gave a score"));
    }

    private static Dictionary<SocialDimension, Score> ScoresOf(EpisodeLogReward reward) => SocialDimension.All.ToDictionary(
        dimension => dimension,
        dimension => reward.Dimensions is { } scores && scores.Any(score => score.Key == dimension.Name)
            ? Score.Of(scores.First(score => score.Key == dimension.Name).Value)
            : Score.Missing(RatingProblem.Absent, "the annotation has no score"));
}
