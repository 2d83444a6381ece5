namespace SotopiaPi;

/// <summary>One judge's part of a benchmark's report.</summary>
internal static class BenchmarkJudgeSection
{
    public static IEnumerable<ReportBlock> Of(BenchmarkResult result, BenchmarkJudge judge, BenchmarkReportOptions options)
    {
        yield return new ReportHeading($"Scores by {judge.Name}");
        yield return BenchmarkReport.Scores(result, judge);
        ScoreMeasure? charted = new[] { ScoreMeasure.Goal, ScoreMeasure.Overall }.Concat(judge.Measures).FirstOrDefault(measure => result.Agents.Any(agent => result.Mean(agent.Agent, judge.Name, measure).Count > 0));
        if (charted is not null)
        {
            yield return new ReportChart(new BarChart
            {
                Title = $"{charted.Label} by {judge.Name}",
                YLabel = charted.Name,
                Categories = [.. result.Agents.Select(agent => agent.Agent)],
                Series =
                [
                    new BarSeries("agent", [.. result.Agents.Select(agent => result.Mean(agent.Agent, judge.Name, charted))]),
                    new BarSeries("its partner", [.. result.Agents.Select(agent => result.PartnerMean(agent.Agent, judge.Name, charted))]),
                ],
            });
        }

        if (result.Agents.Count > 1)
        {
            yield return Comparisons(result, judge);
        }

        yield return new ReportDetails($"Positions and intervals, {judge.Name}", [Positions(result, judge), Intervals(result, judge, options)]);
    }

    private static ReportTable Comparisons(BenchmarkResult result, BenchmarkJudge judge) => ReportTable.Of(
        ["compared", "score", "difference", "tasks", "t", "p", "p adjusted", "p, Wilcoxon", "effect d"],
        result.Compare(judge.Name).Select(comparison => (IReadOnlyList<string>)
        [
            $"{comparison.First} − {comparison.Second}",
            comparison.Measure.Label,
            ReportText.Of(comparison.Difference),
            ReportText.CountOf(comparison.Difference),
            ReportText.Of(comparison.TTest?.Statistic),
            ReportText.OfP(comparison.TTest?.PValue),
            ReportText.OfP(comparison.AdjustedPValue),
            ReportText.OfP(comparison.Wilcoxon?.PValue),
            ReportText.Of(comparison.Effect),
        ])) with
    { Caption = "Agents compared by task: the points of a task are averaged, tasks are paired. p adjusted: by Holm's method over the whole table. Without two complete pairs there is no p-value." };

    private static ReportTable Positions(BenchmarkResult result, BenchmarkJudge judge)
    {
        Seat[] seats = [.. result.Set.Points.Select(point => point.Seat).Distinct().OrderBy(seat => seat.Index)];
        return ReportTable.Of(
            ["agent", "position", .. judge.Measures.Select(measure => measure.Label)],
            from agent in result.Agents
            from seat in seats
            select (IReadOnlyList<string>)[agent.Agent, FormattableString.Invariant($"{seat.Index + 1}"), .. judge.Measures.Select(measure => BenchmarkReport.Cell(result.Mean(agent.Agent, judge.Name, measure, seat)))]) with
        { Caption = "By position; the first one opens the conversation." };
    }

    private static ReportTable Intervals(BenchmarkResult result, BenchmarkJudge judge, BenchmarkReportOptions options) => ReportTable.Of(
        ["agent", "score", "mean", "t, over points", "BCa bootstrap, over tasks", "margin of sotopia benchmark", "points", "tasks"],
        from agent in result.Agents
        from measure in judge.Measures
        let mean = result.Mean(agent.Agent, judge.Name, measure)
        where mean.Count > 0
        let byTask = result.MeanByTask(agent.Agent, judge.Name, measure, options.Bootstrap)
        select (IReadOnlyList<string>)
        [
            agent.Agent,
            measure.Label,
            ReportText.Of(mean.Mean),
            Range(mean.Low, mean.High),
            Range(byTask?.Low, byTask?.High),
            ReportText.Of(result.MeanBySetting(agent.Agent, judge.Name, measure).Margin),
            ReportText.CountOf(mean),
            byTask is null ? "–" : FormattableString.Invariant($"{byTask.Count}"),
        ]) with
    { Caption = "Three intervals of 95 %. Points of one task resemble each other, so the one over tasks is the safest. The margin of sotopia benchmark leaves out how much tasks differ and is shown for comparison with its tables." };

    private static string Range(double? low, double? high) => low is null || high is null ? "–" : $"{ReportText.Of(low)} to {ReportText.Of(high)}";
}
