using System.Globalization;
using System.Text.Json;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Writes report.json and report.html into the run folder.</summary>
internal static class ReportFiles
{
    public static async Task WriteAsync(string folder, ReportModel report, IEpisodeStore store, IReadOnlyDictionary<string, MethodRows> methods, World world, CancellationToken cancellationToken)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(report, ReportJson.Default.ReportModel) + "\n");
        List<ReportBlock> blocks = [.. Summary(report), .. Charts(report, methods), .. Rounds(report)];
        blocks.AddRange(await Examples.BlocksAsync(store, methods, world, cancellationToken));
        string subtitle = string.Create(CultureInfo.InvariantCulture, $"Seed {report.Seed}, {report.Seconds:F0} s. Intervals are 95 %, over the held-out tasks and both seats.");
        AtomicFile.WriteAllText(Path.Combine(folder, "report.html"), HtmlReport.Write(new Report("Self-training of social agents", blocks) { Subtitle = subtitle }));
    }

    private static IEnumerable<ReportBlock> Summary(ReportModel report)
    {
        yield return report.Rated
            ? new ReportParagraph("A judge that selected the training data overrates the agent that was trained on it. Read the outcome judge's score as the truth, and the bias (talk judge − outcome judge) as the warning.") { IsWarning = true }
            : new ReportParagraph("Nothing was rated: no judge was given.") { IsWarning = true };
        if (report.Notes.Count > 0)
        {
            yield return new ReportList(report.Notes);
        }

        yield return new ReportHeading("Results");
        string[] columns = ["method", "episodes", "goal, outcome judge", "goal, talk judge", "bias", "overall", "failed ratings", "invalid when free"];
        yield return ReportTable.Of(columns, [.. report.Methods.Select(method => Row(method, method.Name)), .. report.Control.Select(method => Row(method, method.Name + " *"))]);
        if (report.Control.Count > 0)
        {
            yield return new ReportParagraph("* Control: the outcome judge, not the talk judge, selected the training data.");
        }

        if (report.Findings.Count > 0)
        {
            yield return new ReportHeading("What this run shows");
            yield return ReportTable.Of(["claim", "difference", "verdict"], report.Findings.Select(finding => (IReadOnlyList<string>)[finding.Name, ResultTable.Text(finding.Difference), finding.Shown ? "shown" : "not shown with this seed"]));
            yield return new ReportParagraph("Differences are paired over task and seat. A claim is shown when its interval lies above zero; \"not below\" allows a loss of 0.2 points. \"BC continued\" trained on the expert's data for as many further steps as BC+SR trained on its own play: it is the honest control of what self-play itself adds.");
        }
    }

    private static IEnumerable<ReportBlock> Charts(ReportModel report, IReadOnlyDictionary<string, MethodRows> methods)
    {
        if (!report.Rated)
        {
            yield break;
        }

        MethodRows[] rows = [.. methods.Values];
        string[] names = [.. rows.Select(row => row.Name)];
        List<BarSeries> goals = [new("outcome judge", [.. rows.Select(row => row.Goal(row.TrueJudge))])];
        if (rows.Any(row => row.TalkJudge is not null))
        {
            goals.Add(new BarSeries("talk judge", [.. rows.Select(row => row.Goal(row.TalkJudge))]));
        }

        yield return new ReportChart(new BarChart { Title = "Goal score", YLabel = "goal (0 to 10)", Categories = names, Series = goals });
        if (goals.Count > 1)
        {
            yield return new ReportChart(new BarChart { Title = "Bias of the talk judge", YLabel = "talk − outcome", Categories = names, Series = [new BarSeries("bias", [.. rows.Select(row => MeanEstimate.Of(row.Bias().Select(bias => bias.Value)))])] });
        }
    }

    private static IEnumerable<ReportBlock> Rounds(ReportModel report)
    {
        if (report.Rounds.Count == 0)
        {
            yield break;
        }

        yield return new ReportHeading("Rounds");
        yield return ReportTable.Of(["round", "tasks", "episodes", "seats kept", "seats dropped", "examples", "first loss", "last loss"], report.Rounds.Select(Row));
        yield return new ReportChart(new LineChart { Title = "Training loss", XLabel = "optimizer step", YLabel = "loss per learnt token", Series = [.. report.Rounds.Select(round => ChartSeries.Of(round.Name, round.TrainLoss))] });
    }

    private static IReadOnlyList<string> Row(MethodResult method, string name) =>
    [
        name,
        Text(method.Episodes),
        ResultTable.Text(method.Goal),
        ResultTable.Text(method.TalkGoal),
        ResultTable.Text(method.Bias),
        ResultTable.Text(method.Overall),
        Text(method.FailedRatings),
        method.InvalidFreeReplies is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:F1} %") : "–",
    ];

    private static IReadOnlyList<string> Row(RoundResult round) =>
        [round.Name, Text(round.Tasks), Text(round.Episodes), Text(round.Kept), Text(round.Dropped), Text(round.Examples), Loss(round.TrainLoss, 0), Loss(round.TrainLoss, round.TrainLoss.Count - 1)];

    private static string Loss(IReadOnlyList<double> losses, int index) => losses.Count == 0 ? "–" : losses[index].ToString("F3", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
