namespace SotopiaPi;

/// <summary>How a rater compares with those who rated the same items.</summary>
/// <param name="Rater">The rater.</param>
/// <param name="Answers">The number of valid answers.</param>
/// <param name="FailedChecks">The number of failed attention checks.</param>
/// <param name="Compared">The number of scores that another rater gave too.</param>
/// <param name="Bias">The mean of own minus other score, in shares of the scale, −1 to 1; <see langword="null"/> when nothing can be compared.</param>
/// <param name="Correlation">Pearson's correlation of own and other scores, each less the mean of its dimension, in shares of the scale.</param>
/// <param name="PValue">The two-sided p-value of that.</param>
/// <param name="MedianSeconds">The median time of an answer.</param>
public sealed record RaterQuality(string Rater, int Answers, int FailedChecks, int Compared, double? Bias, double? Correlation, double? PValue, double MedianSeconds)
{
    /// <summary>Fewer comparable scores than this say nothing about a rater.</summary>
    private const int Enough = 20;

    /// <summary>Gets a value indicating whether the rater seems careless: an attention check was failed, or 20 or more scores show no significant correlation (p &lt; 0.05) with those of others.</summary>
    public bool IsCareless => FailedChecks > 0 || (Compared >= Enough && (Correlation is not > 0 || PValue is not < 0.05));

    /// <summary>Compares the raters.</summary>
    /// <param name="answers">The answers, withdrawn ones included.</param>
    /// <param name="problems">What was set aside.</param>
    /// <returns>One row for each rater, by name.</returns>
    public static IReadOnlyList<RaterQuality> Of(IReadOnlyList<HumanStudyAnswer> answers, IReadOnlyList<HumanStudyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(problems);
        Dictionary<string, double> means = answers.SelectMany(answer => answer.Marks).GroupBy(mark => mark.Dimension.Name).ToDictionary(group => group.Key, group => group.Average(Share));
        ILookup<string, HumanStudyAnswer> byItem = answers.ToLookup(answer => answer.Item);
        HumanStudyProblem[] failed = [.. problems.Where(problem => problem.Kind == HumanStudyProblem.Inattentive && problem.Message.StartsWith("an attention", StringComparison.Ordinal))];
        IEnumerable<string> raters = answers.Select(answer => answer.Rater).Concat(failed.Select(problem => problem.Rater)).Distinct().Order(StringComparer.Ordinal);
        return [.. raters.Select(rater => Of(rater, [.. answers.Where(answer => answer.Rater == rater)], failed.Count(problem => problem.Rater == rater), byItem, means))];
    }

    private static RaterQuality Of(string rater, HumanStudyAnswer[] own, int failed, ILookup<string, HumanStudyAnswer> byItem, Dictionary<string, double> means)
    {
        (double Own, double Other)[] pairs =
        [
            .. from answer in own
               from other in byItem[answer.Item]
               where other.Rater != rater
               from mark in answer.Marks
               let second = other.Marks.FirstOrDefault(second => second.Seat == mark.Seat && second.Dimension == mark.Dimension)
               where second is not null
               select (Share(mark) - means[mark.Dimension.Name], Share(second) - means[mark.Dimension.Name]),
        ];
        CorrelationResult? correlation = pairs.Length < 3 ? null : Correlate(pairs);
        double[] seconds = [.. own.Select(answer => answer.Seconds).Order()];
        return new RaterQuality(
            rater, own.Length, failed, pairs.Length, pairs.Length == 0 ? null : pairs.Average(pair => pair.Own - pair.Other), correlation?.Coefficient, correlation?.PValue, seconds.Length == 0 ? 0 : seconds[seconds.Length / 2]);
    }

    private static CorrelationResult Correlate((double Own, double Other)[] pairs) =>
        SotopiaPi.Correlation.Pearson(new PairedSample([.. pairs.Select(pair => pair.Own)], [.. pairs.Select(pair => pair.Other)], 0));

    private static double Share(HumanStudyMark mark) => (mark.Score - mark.Dimension.Minimum) / (mark.Dimension.Maximum - mark.Dimension.Minimum);
}
