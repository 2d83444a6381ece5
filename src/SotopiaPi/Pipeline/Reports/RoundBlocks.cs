using System.Globalization;

namespace SotopiaPi;

/// <summary>The parts of a report that tell what rounds did.</summary>
public static class RoundBlocks
{
    /// <summary>Tells the size of each round, and draws the loss.</summary>
    /// <param name="rounds">The rounds.</param>
    /// <returns>The blocks; none without rounds.</returns>
    public static IEnumerable<ReportBlock> Overview(IReadOnlyList<RoundReport> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        if (rounds.Count == 0)
        {
            return [];
        }

        string[] columns = ["round", "tasks", "episodes", "broken", "seats kept", "seats dropped", "replayed", "examples", "first loss", "last loss"];
        return
        [
            new ReportHeading("Rounds"),
            ReportTable.Of(columns, rounds.Select(Row)),
            new ReportChart(new LineChart { Title = "Training loss", XLabel = "optimizer step", YLabel = "loss per learnt token", Series = [.. rounds.Select(round => ChartSeries.Of(round.Name, round.TrainLoss))] }),
            .. rounds.Where(round => round.Failures.Count > 0).Select(round => new ReportDetails($"Why {round.FailedEpisodes} episodes of '{round.Name}' broke", [new ReportList([.. round.Failures.Take(20)])])),
        ];
    }

    /// <summary>Tells what each round's filter kept and dropped, by its reasons.</summary>
    /// <param name="rounds">The rounds.</param>
    /// <returns>The blocks; none without rounds.</returns>
    public static IEnumerable<ReportBlock> Selection(IReadOnlyList<RoundReport> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        return rounds.Count == 0
            ? []
            : [new ReportHeading("Kept and dropped"), ReportTable.Of(["round", "decision", "reason", "seats"], rounds.SelectMany(round => round.Rules.Select(rule => (IReadOnlyList<string>)[round.Name, rule.Kept ? "kept" : "dropped", rule.Rule, Text(rule.Count)])))];
    }

    /// <summary>Tells the adapters that were saved, and which one was chosen.</summary>
    /// <param name="rounds">The rounds.</param>
    /// <returns>The blocks; none when every round saved a single adapter that nobody evaluated.</returns>
    public static IEnumerable<ReportBlock> Checkpoints(IReadOnlyList<RoundReport> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        (RoundReport Round, CheckpointReport Checkpoint)[] saved = [.. rounds.SelectMany(round => round.Checkpoints.Select(checkpoint => (round, checkpoint)))];
        if (saved.Length == rounds.Count && saved.All(one => one.Checkpoint.Scores.Count == 0))
        {
            return [];
        }

        string goal = SocialDimension.Goal.Name;
        return
        [
            new ReportHeading("Saved adapters"),
            ReportTable.Of(["round", "epoch", "step", "loss on held-out examples", "goal on held-out tasks", "chosen"], saved.Select(one => (IReadOnlyList<string>)
            [
                one.Round.Name, one.Checkpoint.Epoch.ToString("0.##", CultureInfo.InvariantCulture), Text(one.Checkpoint.Step), ReportText.Of(one.Checkpoint.ValidationLoss, 3),
                string.Join("; ", one.Checkpoint.Scores.Where(score => score.Dimension == goal).Select(score => $"{score.Judge}: {ReportText.Of(score.Score)}")), one.Checkpoint.Chosen ? "yes" : "",
            ])),
        ];
    }

    private static IReadOnlyList<string> Row(RoundReport round) =>
    [
        round.Name, Text(round.Tasks), Text(round.Episodes), Text(round.FailedEpisodes), Text(round.Kept), Text(round.Dropped), Text(round.Replayed), Text(round.Examples),
        Loss(round.TrainLoss.Count == 0 ? null : round.TrainLoss[0]), Loss(round.TrainLoss.Count == 0 ? null : round.TrainLoss[^1]),
    ];

    private static string Loss(double? loss) => ReportText.Of(loss, 3);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
