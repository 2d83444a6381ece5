namespace SotopiaPi;

/// <summary>What a study of people found.</summary>
/// <param name="Study">The name of the study.</param>
/// <param name="Items">The number of items.</param>
/// <param name="Answered">The number of items with all their raters.</param>
/// <param name="Agreement">How far raters agree, for each dimension (the paper's Table 8).</param>
/// <param name="Raters">How each rater compares with the others.</param>
/// <param name="Targets">People's scores of each setting's target, for each dimension and <c>overall</c>.</param>
/// <param name="Partners">People's scores of the partners that each target met (the paper's Table 9).</param>
public sealed record HumanStudySummary(
    string Study,
    int Items,
    int Answered,
    IReadOnlyList<HumanAgreement> Agreement,
    IReadOnlyList<RaterQuality> Raters,
    IReadOnlyList<HumanStudyMean> Targets,
    IReadOnlyList<HumanStudyMean> Partners)
{
    /// <summary>The row of the mean over all dimensions.</summary>
    public const string Overall = "overall";

    /// <summary>Sums a study up.</summary>
    /// <param name="study">The study.</param>
    /// <param name="review">Which answers stand.</param>
    /// <param name="problems">What was set aside when the answers were read.</param>
    /// <returns>The summary.</returns>
    public static HumanStudySummary Of(HumanStudy study, HumanStudyReview review, IReadOnlyList<HumanStudyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(problems);
        (HumanStudyItem Item, Seat Seat, IReadOnlyDictionary<SocialDimension, Score> Scores)[] seats = [.. HumanRatings.Seats(study, review.Standing)];
        return new HumanStudySummary(
            study.Options.Name,
            study.Items.Count,
            study.Items.Count - review.Wanted.Count,
            HumanAgreement.Of(review.Standing),
            RaterQuality.Of([.. review.Standing, .. review.Withdrawn.Select(withdrawn => withdrawn.Answer)], problems),
            Means(seats.Where(seat => seat.Seat.Index == seat.Item.Target)),
            Means(seats.Where(seat => seat.Seat.Index != seat.Item.Target)));
    }

    private static HumanStudyMean[] Means(IEnumerable<(HumanStudyItem Item, Seat Seat, IReadOnlyDictionary<SocialDimension, Score> Scores)> seats) =>
    [
        .. from setting in seats.GroupBy(seat => seat.Item.Setting).OrderBy(setting => setting.Key, StringComparer.Ordinal)
           from row in SocialDimension.All.Select(dimension => (dimension.Name, Values: setting.Select(seat => seat.Scores.GetValueOrDefault(dimension)?.Value)))
               .Append((Name: Overall, Values: setting.Select(seat => OverallScore.Of(seat.Scores).Mean)))
           select new HumanStudyMean(setting.Key, row.Name, MeanEstimate.Of(row.Values)),
    ];
}

/// <summary>A mean of people's scores.</summary>
/// <param name="Setting">The setting of the target.</param>
/// <param name="Dimension">The name of the dimension, or <c>overall</c>.</param>
/// <param name="Mean">The mean with its interval.</param>
public sealed record HumanStudyMean(string Setting, string Dimension, MeanEstimate Mean);
