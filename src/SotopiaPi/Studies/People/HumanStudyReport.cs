using System.Globalization;

namespace SotopiaPi;

/// <summary>Makes the report of a study of people, for <see cref="HtmlReport"/> and <see cref="MarkdownReport"/>.</summary>
public static class HumanStudyReport
{
    /// <summary>Writes <c>report.html</c>, <c>report.md</c>, <c>table.csv</c> and <c>summary.json</c>.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="summary">What the study found.</param>
    /// <param name="more">Blocks to add, e.g. a judge's ratings against people's.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, HumanStudySummary summary, IReadOnlyList<ReportBlock>? more = null) =>
        StudyOutput.Write(folder, Of(summary, more), summary, HumanStudyJson.Default.HumanStudySummary);

    /// <summary>Makes the report.</summary>
    /// <param name="summary">What the study found.</param>
    /// <param name="more">Blocks to add, e.g. a judge's ratings against people's.</param>
    /// <returns>The report.</returns>
    public static Report Of(HumanStudySummary summary, IReadOnlyList<ReportBlock>? more = null)
    {
        ArgumentNullException.ThrowIfNull(summary);
        List<ReportBlock> blocks = [];
        if (summary.Answered < summary.Items)
        {
            blocks.Add(new ReportParagraph($"{summary.Items - summary.Answered} of {summary.Items} items still lack valid answers; all numbers below are of the answers that stand.") { IsWarning = true });
        }

        string[] careless = [.. summary.Raters.Where(rater => rater.IsCareless).Select(rater => rater.Rater)];
        if (careless.Length > 0)
        {
            blocks.Add(new ReportParagraph($"Look at the answers of {string.Join(", ", careless)}: they failed an attention check, or their scores show no relation to those of others.") { IsWarning = true });
        }

        blocks.AddRange(
        [
            new ReportHeading("How people rated the agents"), Scores(summary.Targets),
            new ReportHeading("How people rated the partners whom the agents met"), Scores(summary.Partners),
            .. more ?? [],
            new ReportHeading("How far the raters agree"), AgreementTable(summary.Agreement),
            new ReportHeading("The raters"), RaterTable(summary.Raters),
        ]);
        return new Report($"Study of people: {summary.Study}", blocks) { Subtitle = string.Create(CultureInfo.InvariantCulture, $"{summary.Answered} of {summary.Items} items with all their raters") };
    }

    private static ReportTable Scores(IReadOnlyList<HumanStudyMean> means)
    {
        string[] dimensions = [.. means.Select(mean => mean.Dimension).Distinct()];
        ILookup<(string, string), HumanStudyMean> byPlace = means.ToLookup(mean => (mean.Setting, mean.Dimension));
        return ReportTable.Of(
            ["agent", "n", .. dimensions.Select(dimension => dimension.Replace('_', ' '))],
            means.Select(mean => mean.Setting).Distinct().Select(setting => Row([setting, Count(setting), .. dimensions.Select(dimension => ReportText.Of(byPlace[(setting, dimension)].First().Mean))])))
            with
        { Caption = "Means of the raters' means with 95 % t intervals." };

        string Count(string setting) => ReportText.CountOf(byPlace[(setting, dimensions[0])].First().Mean);
    }

    private static ReportTable AgreementTable(IReadOnlyList<HumanAgreement> rows) => ReportTable.Of(
        ["dimension", "n", "pairwise", "Randolph κ", "Fleiss κ", "Krippendorff α", "α of the scores"],
        rows.Select(row => Row([row.Dimension.Replace('_', ' '), Whole(row.Units), .. new[] { row.Pairwise, row.Randolph, row.Fleiss, row.KrippendorffNominal, row.KrippendorffInterval }.Select(value => ReportText.Of(value, 3))])))
        with
    { Caption = "Scores rounded to −1, 0 or 1 of the largest one, as the paper counts agreement; the last column takes the scores as they are." };

    private static ReportTable RaterTable(IReadOnlyList<RaterQuality> raters) => ReportTable.Of(
        ["rater", "answers", "failed checks", "compared", "bias", "correlation", "p", "median s", "careless"],
        raters.Select(rater => Row([rater.Rater, Whole(rater.Answers), Whole(rater.FailedChecks), Whole(rater.Compared), ReportText.Of(rater.Bias), ReportText.Of(rater.Correlation), ReportText.OfP(rater.PValue), ReportText.Of(rater.MedianSeconds, 0), rater.IsCareless ? "yes" : "no"])))
        with
    { Caption = "Bias: own minus other score of the same thing, in shares of the scale. Correlation with others after the mean of each dimension is taken off." };

    private static IReadOnlyList<string> Row(IReadOnlyList<string> cells) => cells;

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
