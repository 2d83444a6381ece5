using System.Globalization;
using System.Text.Json;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Writes report.json, report.html and report.md into the run folder.</summary>
internal static class ReportFiles
{
    /// <summary>Held-out tasks of which the dialogues are shown: one of each family of the offline world, or a few of any other.</summary>
    private const int Dialogues = 2;

    private static readonly string[] s_shown = ["base", "sr", "bc", "bc+sr", "expert"];

    public static async Task WriteAsync(string folder, ReportModel report, IReadOnlyList<RoundReport> rounds, UsageLedger usage, IEpisodeStore store, IReadOnlyDictionary<string, MethodRows> methods, World world, CancellationToken cancellationToken)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(report, ReportJson.Default.ReportModel) + "\n");
        List<ReportBlock> blocks = [.. Summary(report), .. Charts(report, methods), .. Gains(methods), .. RoundBlocks.Overview(rounds), .. RoundBlocks.Selection(rounds)];
        blocks.AddRange(await ScoreBlocks.DistributionsAsync(store, [.. rounds.Select(round => round.Collection).Distinct()], cancellationToken));
        blocks.AddRange(CostBlocks.Of(usage));
        blocks.AddRange(await DialogueBlocks.SideBySideAsync(store, [.. s_shown.Where(methods.ContainsKey).Select(name => (name, name))], world.HeldOut.Take(Dialogues), cancellationToken));
        string subtitle = string.Create(CultureInfo.InvariantCulture, $"Seed {report.Seed}, {report.Seconds:F0} s. Intervals are 95 %, over the held-out tasks and both seats.");
        Report whole = new("Self-training of social agents", blocks) { Subtitle = subtitle };
        AtomicFile.WriteAllText(Path.Combine(folder, "report.html"), HtmlReport.Write(whole));
        AtomicFile.WriteAllText(Path.Combine(folder, "report.md"), MarkdownReport.Write(whole));
    }

    /// <summary>Compares the base model with the method of the paper, dimension by dimension.</summary>
    private static IEnumerable<ReportBlock> Gains(IReadOnlyDictionary<string, MethodRows> methods)
    {
        string? last = methods.ContainsKey("bc+sr") ? "bc+sr" : methods.ContainsKey("sr") ? "sr" : null;
        return last is null || !methods.TryGetValue("base", out MethodRows? before) ? [] : ScoreBlocks.BeforeAndAfter("base", before.Outcome.Seats, last, methods[last].Outcome.Seats);
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
