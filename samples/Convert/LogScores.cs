namespace SotopiaPi.Samples.Conversion;

/// <summary>The scores of a stored reward; a rating that failed gives none, not zeros.</summary>
internal static class LogScores
{
    public static Dictionary<SocialDimension, Score> Of(EpisodeLogReward reward) => SocialDimension.All.ToDictionary(dimension => dimension, dimension =>
        reward.Dimensions?.Where(pair => pair.Key == dimension.Name).Select(pair => Score.Of(pair.Value)).FirstOrDefault() ?? Score.Missing(RatingProblem.Parse, "the rating failed"));

    public static string Judge(EpisodeLog log) => log.Models is [{ } judge, ..] ? judge : "judge";

    public static EpisodeRating RatingOf(EpisodeLog log) => new(
        Judge(log),
        Enumerable.Range(0, log.AgentIds.Count).ToDictionary(index => new Seat(index), index => (IReadOnlyDictionary<SocialDimension, Score>)Of(log.Rewards[index])),
        null);
}
