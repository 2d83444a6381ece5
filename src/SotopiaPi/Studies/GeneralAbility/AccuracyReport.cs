using System.Globalization;

namespace SotopiaPi;

/// <summary>Writes how many questions one or more answerers got right.</summary>
/// <param name="Answerers">The rows of each answerer.</param>
/// <param name="Comparisons">The first answerer against each other one.</param>
public sealed record AccuracyReport(IReadOnlyList<AnswererAccuracy> Answerers, IReadOnlyList<AnswererComparison> Comparisons)
{
    /// <summary>Sums results up.</summary>
    /// <param name="results">The results of each answerer, in order; the first is the one to compare with.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="ArgumentException">Two answerers were asked no question in common.</exception>
    public static AccuracyReport Of(IReadOnlyList<(string Name, IReadOnlyList<MultipleChoiceResult> Results)> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new AccuracyReport(
            [.. results.Select(answerer => new AnswererAccuracy(answerer.Name, AccuracyRow.Of(answerer.Results)))],
            [.. results.Skip(1).Select(answerer => new AnswererComparison(results[0].Name, answerer.Name, AccuracyComparison.Of(results[0].Results, answerer.Results)))]);
    }

    /// <summary>Writes <c>report.html</c>, <c>report.md</c>, <c>table.csv</c> and <c>summary.json</c>.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string folder) => StudyOutput.Write(folder, ToReport(), this, StudyReportJson.Default.AccuracyReport);

    /// <summary>Makes the report.</summary>
    /// <returns>The report.</returns>
    public Report ToReport()
    {
        List<ReportBlock> blocks = [];
        if (Comparisons.Count > 0)
        {
            blocks.Add(ReportTable.Of(
                ["before", "after", "right before", "right after", "only before", "only after", "p (McNemar)"],
                Comparisons.Select(row => (IReadOnlyList<string>)new[]
                {
                    row.Before, row.After, StudyText.Of(row.Comparison.Before), StudyText.Of(row.Comparison.After), Whole(row.Comparison.Test.OnlyFirst), Whole(row.Comparison.Test.OnlySecond), ReportText.OfP(row.Comparison.Test.PValue),
                })) with
            { Caption = "comparison on the same questions" });
        }

        foreach (AnswererAccuracy answerer in Answerers)
        {
            blocks.Add(new ReportHeading(answerer.Name));
            blocks.Add(ReportTable.Of(
                ["subject or group", "right", "not in the asked form"],
                answerer.Rows.Select(row => (IReadOnlyList<string>)new[] { row.Name.Replace('_', ' '), StudyText.Of(row.Accuracy), Whole(row.Failures) })) with
            { Caption = answerer.Name });
        }

        return new Report("Multiple-choice questions", blocks);
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The rows of an answerer.</summary>
/// <param name="Name">The answerer.</param>
/// <param name="Rows">Subjects, groups, all.</param>
public sealed record AnswererAccuracy(string Name, IReadOnlyList<AccuracyRow> Rows);

/// <summary>Two answerers on the same questions.</summary>
/// <param name="Before">The name of the first.</param>
/// <param name="After">The name of the second.</param>
/// <param name="Comparison">The comparison.</param>
public sealed record AnswererComparison(string Before, string After, AccuracyComparison Comparison);
