namespace SotopiaPi;

/// <summary>Compares judges with the people of a study (arXiv:2403.08715, Table 7).</summary>
public static class HumanStudyJudges
{
    /// <summary>Compares a judge with people.</summary>
    /// <param name="study">The study.</param>
    /// <param name="answers">The answers that stand.</param>
    /// <param name="judge">The judge's name.</param>
    /// <param name="ratings">The judge's ratings by the key of the episode.</param>
    /// <param name="measures">What to compare; <see langword="null"/> for the seven dimensions and the overall score.</param>
    /// <returns>For each measure one row for each setting, in the order of the study's items, and one for all. The targets' seats are compared; an episode that the judge did not rate is missing.</returns>
    public static IReadOnlyList<JudgeAgreement> Of(
        HumanStudy study, IReadOnlyList<HumanStudyAnswer> answers, string judge, IReadOnlyDictionary<string, EpisodeRating> ratings, IReadOnlyList<ScoreMeasure>? measures = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(ratings);
        Dictionary<SocialDimension, Score> nothing = [];
        (string Setting, ScoredPair Pair)[] pairs =
        [
            .. from seat in HumanRatings.Seats(study, answers)
               where seat.Seat.Index == seat.Item.Target
               select (seat.Item.Setting, new ScoredPair(seat.Item.EpisodeKey, ratings.GetValueOrDefault(seat.Item.EpisodeKey)?.Scores.GetValueOrDefault(seat.Seat) ?? nothing, seat.Scores)),
        ];
        return
        [
            .. from measure in measures ?? ScoreMeasure.All
               from setting in study.Items.Select(item => item.Setting).Distinct().Append(JudgeAgreement.EveryModel)
               let own = pairs.Where(pair => setting == JudgeAgreement.EveryModel || pair.Setting == setting).Select(pair => pair.Pair).ToArray()
               where own.Length > 0
               select JudgeAgreement.Of(judge, HumanRatings.Judge, setting, measure, own),
        ];
    }

    /// <summary>Shows the comparison in a report.</summary>
    /// <param name="agreements">The rows.</param>
    /// <returns>The blocks, to be added to <see cref="HumanStudyReport"/>.</returns>
    public static IReadOnlyList<ReportBlock> Blocks(IReadOnlyList<JudgeAgreement> agreements)
    {
        ArgumentNullException.ThrowIfNull(agreements);
        return agreements.Count == 0 ? [] : [new ReportHeading("The judges against people"), JudgeAgreementTable.Of(agreements)];
    }
}
