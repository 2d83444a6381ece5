using System.Globalization;

namespace SotopiaPi;

/// <summary>Turns people's answers into ratings of episodes, so that everything that reads a judge's ratings reads people's too.</summary>
public static class HumanRatings
{
    /// <summary>The judge's name of the raters' mean.</summary>
    public const string Judge = "human";

    /// <summary>Makes the rating of each item: the mean of its raters (arXiv:2403.08715 §E).</summary>
    /// <param name="study">The study.</param>
    /// <param name="answers">The answers that stand.</param>
    /// <returns>For each item that has an answer, its episode's key and rating, in the order of the items.</returns>
    public static IReadOnlyList<(string EpisodeKey, EpisodeRating Rating)> Of(HumanStudy study, IReadOnlyList<HumanStudyAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(answers);
        ILookup<string, HumanStudyAnswer> byItem = answers.ToLookup(answer => answer.Item);
        return [.. study.Items.Where(item => byItem[item.Id].Any()).Select(item => (item.EpisodeKey, Rating(item, [.. byItem[item.Id]])))];
    }

    /// <summary>Makes rows for filters and statistics, the setting standing as the role of the target.</summary>
    /// <param name="study">The study.</param>
    /// <param name="answers">The answers that stand.</param>
    /// <returns>One row for each rated seat.</returns>
    internal static IEnumerable<(HumanStudyItem Item, Seat Seat, IReadOnlyDictionary<SocialDimension, Score> Scores)> Seats(HumanStudy study, IReadOnlyList<HumanStudyAnswer> answers) =>
        from pair in Of(study, answers)
        let item = study.Items.First(item => item.EpisodeKey == pair.EpisodeKey)
        from scores in pair.Rating.Scores
        select (item, scores.Key, scores.Value);

    private static EpisodeRating Rating(HumanStudyItem item, HumanStudyAnswer[] answers)
    {
        Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores = [];
        foreach (Seat seat in Enumerable.Range(0, item.Scene.Participants.Count).Select(index => new Seat(index)))
        {
            scores[seat] = SocialDimension.All.ToDictionary(
                dimension => dimension,
                dimension =>
                {
                    HumanStudyMark[] marks = [.. answers.SelectMany(answer => answer.Marks).Where(mark => mark.Seat == seat && mark.Dimension == dimension)];
                    string reasons = string.Join(" | ", marks.Select(mark => string.Create(CultureInfo.InvariantCulture, $"{mark.Score}: {mark.Reason}")));
                    return marks.Length == 0 ? Score.Missing(RatingProblem.Absent, "no rater gave a score") : Score.Of(marks.Average(mark => mark.Score), reasons);
                });
        }

        return new EpisodeRating(Judge, scores, null);
    }
}
