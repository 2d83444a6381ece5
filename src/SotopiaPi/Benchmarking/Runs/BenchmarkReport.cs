using System.Globalization;

namespace SotopiaPi;

/// <summary>Writes the result of a benchmark as a report: what was played, each judge's scores of agents and partners, comparisons, bias, intervals, published results.</summary>
public static class BenchmarkReport
{
    /// <summary>Makes the report.</summary>
    /// <param name="result">The result.</param>
    /// <param name="options">What to show; <see langword="null"/> for the defaults.</param>
    /// <returns>The report; <see cref="HtmlReport"/> and <see cref="MarkdownReport"/> write it.</returns>
    public static Report Of(BenchmarkResult result, BenchmarkReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        options ??= new BenchmarkReportOptions();
        List<ReportBlock> blocks = [.. Facts(result, options)];
        foreach (BenchmarkJudge judge in result.Judges)
        {
            blocks.AddRange(BenchmarkJudgeSection.Of(result, judge, options));
        }

        blocks.AddRange(Bias(result, options));
        blocks.AddRange(Published(result, options));
        string subtitle = string.Create(CultureInfo.InvariantCulture, $"{result.Set.Name}: {result.Set.Presence}, {result.Repetitions} {(result.Repetitions == 1 ? "episode" : "episodes")} a point, partner {result.Partner}");
        return new Report("Benchmark of social agents", blocks) { Subtitle = subtitle };
    }

    /// <summary>Makes the table of a judge's mean scores: one row for each agent, one for the partner that it met.</summary>
    /// <param name="result">The result.</param>
    /// <param name="judge">The judge.</param>
    /// <returns>The table. A mean over a part of the points says over how many; without any it says "not rated".</returns>
    public static ReportTable Scores(BenchmarkResult result, BenchmarkJudge judge)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(judge);
        IEnumerable<IReadOnlyList<string>> rows = result.Agents.SelectMany(agent => new IReadOnlyList<string>[]
        {
            [agent.Agent, "agent", .. judge.Measures.Select(measure => Cell(result.Mean(agent.Agent, judge.Name, measure))), Points(result, agent, judge)],
            [agent.Agent, $"{result.Partner} facing it", .. judge.Measures.Select(measure => Cell(result.PartnerMean(agent.Agent, judge.Name, measure))), Points(result, agent, judge)],
        });
        return ReportTable.Of(["agent", "scores of", .. judge.Measures.Select(measure => measure.Label), "points played"], rows);
    }

    /// <summary>Writes a mean; what is missing is said, never hidden in the number.</summary>
    internal static string Cell(MeanEstimate estimate) =>
        estimate.Count == 0 ? "not rated" : ReportText.Of(estimate) + (estimate.Missing == 0 ? "" : $" ({ReportText.CountOf(estimate)})");

    private static string Points(BenchmarkResult result, BenchmarkAgentRun agent, BenchmarkJudge judge)
    {
        int played = result.Of(agent.Agent, judge.Name).Where(row => row.Played).DistinctBy(row => (row.TaskKey, row.Seat)).Count();
        return string.Create(CultureInfo.InvariantCulture, $"{played} of {result.Set.Points.Count}");
    }

    private static IEnumerable<ReportBlock> Facts(BenchmarkResult result, BenchmarkReportOptions options)
    {
        List<string> facts =
        [
            $"Task set '{result.Set.Name}': {result.Set.Description}; {result.Set.Presence}.",
            $"Every agent meets the partner '{result.Partner}', whose own scores stand below the agent's.",
            "Means are over points with 95 % t intervals; a point's repeats are averaged first. \"(9 of 10)\" says that a mean is over 9 of 10 points: what is missing is never counted as 0.",
            .. options.Notes,
        ];
        yield return new ReportList(facts);
        if (!result.Set.IsComplete)
        {
            yield return new ReportParagraph("Not the whole set was played: these numbers cannot be compared with published ones.") { IsWarning = true };
        }

        string[] broken = [.. result.Agents.Where(agent => agent.Failures.Count > 0).Select(agent => string.Create(CultureInfo.InvariantCulture, $"{agent.Agent}: {agent.Failures.Count} of {agent.Expected} episodes broke, the first: {agent.Failures[0]}"))];
        if (broken.Length > 0)
        {
            yield return new ReportParagraph("Episodes that broke are missing, and are tried again by the next run:\n" + string.Join("\n", broken)) { IsWarning = true };
        }
    }

    private static IEnumerable<ReportBlock> Bias(BenchmarkResult result, BenchmarkReportOptions options)
    {
        if (options.TrueJudge is not { } truth || result.Judges.Count < 2)
        {
            yield break;
        }

        JudgeAgreement[] agreements = [.. result.Judges.Where(judge => judge.Name != truth).SelectMany(judge => result.Agreement(judge.Name, truth))];
        yield return new ReportHeading("Bias of the judges");
        yield return new ReportParagraph($"The judge '{truth}' is taken for the truth. A judge that an agent was trained for overrates it: a bias that grows from agent to agent, or a correlation that falls, is the sign (arXiv:2403.08715 §5).") { IsWarning = true };
        ScoreMeasure shown = agreements.Any(agreement => agreement.Measure == ScoreMeasure.Goal) ? ScoreMeasure.Goal : ScoreMeasure.Overall;
        JudgeAgreement[] charted = [.. agreements.Where(agreement => agreement.Measure == shown)];
        if (charted.Length > 0)
        {
            string[] agents = [.. charted.Select(agreement => agreement.Model).Distinct(StringComparer.Ordinal)];
            yield return new ReportChart(new BarChart
            {
                Title = $"Bias on {shown.Name}",
                YLabel = $"judge − {truth}",
                Categories = agents,
                Series = [.. charted.GroupBy(agreement => agreement.Judge).Select(group => new BarSeries(group.Key, [.. agents.Select(agent => group.FirstOrDefault(agreement => agreement.Model == agent)?.Bias ?? new MeanEstimate(null, null, null, 0))]))],
            });
        }

        yield return JudgeAgreementTable.Of(agreements);
    }

    private static IEnumerable<ReportBlock> Published(BenchmarkResult result, BenchmarkReportOptions options)
    {
        PublishedResult[] published = [.. options.Published.Where(published => published.Set == result.Set.Name)];
        if (published.Length == 0)
        {
            yield break;
        }

        yield return new ReportHeading("Beside published results");
        yield return new ReportParagraph("Published numbers were measured with other judges, partners and pairs of characters. Differences between this run and a paper show all of these, not the agents alone.");
        IEnumerable<IReadOnlyList<string>> rows = result.Judges.SelectMany(judge => result.Agents.Select(agent => (IReadOnlyList<string>)
            [agent.Agent, .. ScoreMeasure.All.Select(measure => Cell(result.Mean(agent.Agent, judge.Name, measure))), judge.Name, result.Partner, "this run"]));
        rows = rows.Concat(published.Select(row => (IReadOnlyList<string>)[row.Model, .. ScoreMeasure.All.Select(measure => ReportText.Of(row.ValueOf(measure))), row.Judge, row.Partner, row.Source]));
        yield return ReportTable.Of(["agent", .. ScoreMeasure.All.Select(measure => measure.Label), "judge", "partner", "source"], rows);
    }
}
