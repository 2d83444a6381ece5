using System.Text;

namespace SotopiaPi;

/// <summary>Ratings in the form in which the reference stores them: the reward of a seat and the comments of an episode log (sotopia-lab/sotopia, <c>unweighted_aggregate_evaluate</c>).</summary>
/// <param name="Overall">The overall score: <c>overall_score</c> where a judge gives one, else the mean over all dimensions.</param>
/// <param name="Scores">The mean of each dimension over the judges, in order of first appearance, with <c>overall_score</c>.</param>
public sealed record ReferenceReward(double Overall, IReadOnlyList<KeyValuePair<string, double>> Scores)
{
    private const string OverallName = "overall_score";

    /// <summary>Computes the reward of a seat.</summary>
    /// <param name="ratings">The ratings of one episode.</param>
    /// <param name="seat">The seat.</param>
    /// <returns>The reward; <see langword="null"/> when nothing was rated, which the reference's log writes as 0.0.</returns>
    public static ReferenceReward? Of(IReadOnlyList<EpisodeRating> ratings, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        List<KeyValuePair<string, double>> scores =
        [
            .. ratings.SelectMany(rating => rating.Scores.GetValueOrDefault(seat) ?? new Dictionary<SocialDimension, Score>())
                .Where(pair => pair.Value.Value is not null)
                .GroupBy(pair => pair.Key.Name, pair => pair.Value.Value!.Value)
                .Select(group => KeyValuePair.Create(group.Key, group.Average())),
        ];
        if (scores.Count == 0)
        {
            return null;
        }

        int given = scores.FindIndex(score => score.Key == OverallName);
        double overall = given >= 0 ? scores[given].Value : scores.Average(score => score.Value);
        return new ReferenceReward(overall, given >= 0 ? scores : [.. scores, KeyValuePair.Create(OverallName, overall)]);
    }

    /// <summary>Writes the comments: the reasons of all judges by seat and dimension, after those of the environment.</summary>
    /// <param name="ratings">The ratings of one episode.</param>
    /// <param name="environment">The environment's own comments, e.g. <c>terminated</c> and why the episode ended; may be empty.</param>
    /// <returns>The text.</returns>
    public static string Comments(IReadOnlyList<EpisodeRating> ratings, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(environment);
        StringBuilder text = new(environment.Count > 0 ? "Environment comments: " : "");
        Append(text, environment);
        foreach (Seat seat in ratings.SelectMany(rating => rating.Scores.Keys).Distinct().OrderBy(seat => seat.Index))
        {
            KeyValuePair<string, string>[] comments = [.. CommentsOn(ratings, seat)];
            text.Append(comments.Length > 0 ? FormattableString.Invariant($"Agent {seat.Index + 1} comments:\n") : "");
            Append(text, comments);
        }

        return text.ToString();
    }

    private static IEnumerable<KeyValuePair<string, string>> CommentsOn(IReadOnlyList<EpisodeRating> ratings, Seat seat) =>
        from rating in ratings
        from pair in rating.Scores.GetValueOrDefault(seat) ?? new Dictionary<SocialDimension, Score>()
        where pair.Value.Value is not null
        group pair.Value.Reason by pair.Key.Name into dimension
        select KeyValuePair.Create(dimension.Key, string.Concat(dimension));

    private static void Append(StringBuilder text, IEnumerable<KeyValuePair<string, string>> comments) =>
        text.AppendJoin("", comments.Select(comment => $"{comment.Key}: {comment.Value}\n"));
}
