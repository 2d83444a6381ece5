using System.Globalization;

namespace SotopiaPi;

/// <summary>How far judges agree with people.</summary>
/// <param name="Reference">The name of the reference.</param>
/// <param name="Episodes">The number of annotated episodes.</param>
/// <param name="Rows">One row for each judge, player (all of them first) and measure.</param>
public sealed record EvaluatorBenchmarkResult(string Reference, int Episodes, IReadOnlyList<JudgeAgreement> Rows)
{
    /// <summary>Finds a row.</summary>
    /// <param name="judge">The judge's name.</param>
    /// <param name="model">The player; <see cref="JudgeAgreement.EveryModel"/> for all together.</param>
    /// <param name="measure">The measure.</param>
    /// <returns>The row; <see langword="null"/> when there is none.</returns>
    public JudgeAgreement? Find(string judge, string model, ScoreMeasure measure) => Rows.FirstOrDefault(row => row.Judge == judge && row.Model == model && row.Measure == measure);

    /// <summary>Makes the report.</summary>
    /// <param name="analyses">Analyses of the judge's optimisation to show with it.</param>
    /// <returns>The report.</returns>
    public Report ToReport(params IReadOnlyList<OveroptimizationAnalysis> analyses)
    {
        ArgumentNullException.ThrowIfNull(analyses);
        List<ReportBlock> blocks = [new ReportParagraph($"Judges rated episodes that '{Reference}' had rated. Bias is judge − {Reference}; scores that one side lacks are left out and counted, never taken for 0.")];
        foreach (OveroptimizationAnalysis analysis in analyses)
        {
            blocks.AddRange(OveroptimizationReport.Of(analysis));
        }

        foreach (IGrouping<string, JudgeAgreement> judge in Rows.GroupBy(row => row.Judge))
        {
            blocks.Add(new ReportHeading(judge.Key));
            ScoreMeasure[] measures = [.. judge.Select(row => row.Measure).Distinct()];
            string[] models = [.. judge.Select(row => row.Model).Distinct(StringComparer.Ordinal)];
            blocks.Add(new ReportChart(
                new BarChart
                {
                    Title = $"Bias of {judge.Key}",
                    YLabel = $"judge − {Reference}",
                    Categories = [.. measures.Select(measure => measure.Label)],
                    Series = [.. models.Select(model => new BarSeries(model, [.. measures.Select(measure => Find(judge.Key, model, measure)!.Bias)]))],
                },
                "Above 0 the judge is too generous."));
            blocks.Add(JudgeAgreementTable.Of(judge));
        }

        return new Report("Benchmark of judges", blocks) { Subtitle = string.Create(CultureInfo.InvariantCulture, $"{Episodes} annotated episodes") };
    }
}
