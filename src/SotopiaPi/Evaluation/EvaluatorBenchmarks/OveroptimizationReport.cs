namespace SotopiaPi;

/// <summary>Writes an analysis of a judge's optimisation.</summary>
internal static class OveroptimizationReport
{
    public static IEnumerable<ReportBlock> Of(OveroptimizationAnalysis analysis)
    {
        yield return new ReportHeading($"Is {analysis.Judge} optimised away?");
        yield return new ReportParagraph($"{Correlation(analysis)} {Bias(analysis)}") { IsWarning = analysis.CorrelationFalls || analysis.BiasGrows };
        yield return new ReportChart(
            new BarChart
            {
                Title = $"Correlation of {analysis.Judge} with {analysis.Reference} on {analysis.Measure.Name}",
                YLabel = "Pearson",
                Categories = [.. analysis.Stages.Select(stage => stage.Model)],
                Series = [new BarSeries("correlation", [.. analysis.Stages.Select(stage => new MeanEstimate(stage.Correlation?.Coefficient, stage.Correlation?.Low, stage.Correlation?.High, stage.Correlation?.Count ?? 0))])],
            },
            "Stages of training from left to right; in the paper the correlation falls (arXiv:2403.08715, Table 7).");
        yield return ReportTable.Of(
            ["stage", "correlation", "bias", "seats"],
            analysis.Stages.Select(stage => (IReadOnlyList<string>)
            [
                stage.Model,
                stage.Correlation is { Low: { } low, High: { } high } known ? $"{ReportText.Of(known.Coefficient)} ({ReportText.Of(low)} to {ReportText.Of(high)})" : ReportText.Of(stage.Correlation?.Coefficient),
                ReportText.Of(stage.Bias),
                ReportText.Of(stage.Correlation?.Count, 0),
            ]));
    }

    private static string Correlation(OveroptimizationAnalysis analysis)
    {
        if (analysis.CorrelationChange is not { } change)
        {
            return "The correlation is not defined at both ends of the training: nothing can be said about it.";
        }

        string movement = $"From {analysis.Stages[0].Model} to {analysis.Stages[^1].Model} the correlation changes by {ReportText.Of(change)} (p = {ReportText.OfP(analysis.CorrelationPValue)}):";
        return analysis.IsFallSignificant ? $"{movement} the judge is worth less for the trained agent than for the untrained one."
            : analysis.CorrelationFalls ? $"{movement} it falls, but not by more than chance with so few ratings."
            : $"{movement} it does not fall.";
    }

    private static string Bias(OveroptimizationAnalysis analysis) => analysis.BiasGrowth is not { } growth
        ? ""
        : $"The bias changes by {ReportText.Of(growth)}: {(analysis.BiasGrows ? "the judge overrates the trained agent more, and part of its gain is the judge's favour." : "no growth beyond chance is shown.")}";
}
