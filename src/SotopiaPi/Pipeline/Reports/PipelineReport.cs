namespace SotopiaPi;

/// <summary>
/// Reports a run: rounds, what filters kept and dropped and why, score distributions, base model and adapters on the held-out tasks, the judges' bias, the loss, what it cost, and
/// dialogues side by side. All of it is read from the run; nothing is asked.
/// </summary>
/// <param name="parts">The parts of the run.</param>
/// <param name="heldOut">The held-out tasks; empty when nothing was evaluated.</param>
/// <param name="before">How the base model played them; <see langword="null"/> when nothing was evaluated.</param>
internal sealed class PipelineReport(PipelineParts parts, IReadOnlyList<SocialTask> heldOut, PlayOutcome? before)
{
    private const int Dialogues = 2;

    /// <summary>Writes <c>report.html</c> and <c>report.md</c>, each in one piece.</summary>
    public async Task WriteAsync(RunFolder folder, IReadOnlyList<RoundReport> rounds, CancellationToken cancellationToken)
    {
        Report report = new("Self-training of social agents", [.. await BlocksAsync(rounds, cancellationToken).ConfigureAwait(false)]) { Subtitle = "Intervals are 95 %, over tasks and seats. A judge that selected the training data overrates the agent that was trained on it." };
        AtomicFile.WriteAllText(Path.Combine(folder.Path, "report.html"), HtmlReport.Write(report));
        AtomicFile.WriteAllText(Path.Combine(folder.Path, "report.md"), MarkdownReport.Write(report));
    }

    private async Task<List<ReportBlock>> BlocksAsync(IReadOnlyList<RoundReport> rounds, CancellationToken cancellationToken)
    {
        List<ReportBlock> blocks = [.. RoundBlocks.Overview(rounds), .. RoundBlocks.Selection(rounds), .. RoundBlocks.Checkpoints(rounds)];
        blocks.AddRange(await ScoreBlocks.DistributionsAsync(parts.Store, [.. rounds.Select(round => round.Collection).Distinct()], cancellationToken).ConfigureAwait(false));
        List<(string Name, string Tag)> players = [.. before is null ? [] : new[] { ("base", EvaluationPlan.TagOf(null)) }];
        foreach (RoundReport round in rounds)
        {
            if (before is not null && round.Checkpoints.FirstOrDefault(checkpoint => checkpoint.Chosen) is { } chosen)
            {
                string tag = EvaluationPlan.TagOf(chosen.Adapter);
                IReadOnlyList<RatedSeat> after = await parts.Store.RatedSeatsAsync(new EpisodeQuery { Tag = tag }, cancellationToken).Where(seat => seat.Role == Player.AgentRole).ToListAsync(cancellationToken).ConfigureAwait(false);
                blocks.AddRange(ScoreBlocks.BeforeAndAfter("base", before.Seats, round.Name, after));
                blocks.AddRange(ScoreBlocks.JudgeBias(round.Name, after, round.Judge));
                players.Add((round.Name, tag));
            }
        }

        blocks.AddRange(CostBlocks.Of(parts.Usage));
        blocks.AddRange(await DialogueBlocks.SideBySideAsync(parts.Store, players, heldOut.Take(Dialogues), cancellationToken).ConfigureAwait(false));
        blocks.AddRange(await DialogueBlocks.KeptAsync(parts.Store, rounds, cancellationToken).ConfigureAwait(false));
        return blocks;
    }
}
