using System.Globalization;

namespace SotopiaPi;

/// <summary>Evaluates what a training saved, chooses one adapter and gives it the round's name.</summary>
internal sealed class SavedCheckpoints(RunFolder folder, RoundEvaluation? evaluation)
{
    /// <summary>Chooses.</summary>
    /// <exception cref="InvalidOperationException">The choice is by evaluation, but nothing was rated.</exception>
    public async Task<IReadOnlyList<CheckpointReport>> ChooseAsync(Round round, string judge, TrainingResult trained, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        bool every = evaluation is not null && (evaluation.Plan.EverySave || round.Checkpoint == CheckpointChoice.ByEvaluation);
        List<CheckpointReport> reports = [];
        foreach (SavedAdapter saved in trained.Adapters)
        {
            string name = every ? string.Create(CultureInfo.InvariantCulture, $"{round.Name}.step-{saved.Step}") : round.Name;
            CheckpointReport report = new(name, saved.Epoch, saved.Step, saved.ValidationLoss, false);
            reports.Add(every ? await EvaluateAsync(report, saved, progress, cancellationToken).ConfigureAwait(false) : report);
        }

        int chosen = Choose(round, judge, trained, reports);
        folder.PublishAdapter(trained.Adapters[chosen].Directory, round.Name);
        reports[chosen] = reports[chosen] with { Chosen = true };
        if (every || evaluation is null)
        {
            return reports;
        }

        PlayOutcome outcome = await evaluation.RunAsync(round.Name, progress, cancellationToken).ConfigureAwait(false);
        reports[chosen] = reports[chosen] with { Scores = DimensionMean.Of(outcome.Seats) };
        return reports;
    }

    private async Task<CheckpointReport> EvaluateAsync(CheckpointReport report, SavedAdapter saved, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        folder.PublishAdapter(saved.Directory, report.Adapter);
        PlayOutcome outcome = await evaluation!.RunAsync(report.Adapter, progress, cancellationToken).ConfigureAwait(false);
        return report with { Scores = DimensionMean.Of(outcome.Seats) };
    }

    private int Choose(Round round, string judge, TrainingResult trained, List<CheckpointReport> reports)
    {
        int[] all = [.. Enumerable.Range(0, trained.Adapters.Count)];
        if (round.Checkpoint.Epoch is { } epoch)
        {
            return all.MinBy(i => Math.Abs(trained.Adapters[i].Epoch - epoch));
        }

        if (round.Checkpoint != CheckpointChoice.ByEvaluation)
        {
            return Math.Max(0, Array.FindIndex(all, i => trained.Adapters[i] == trained.Chosen));
        }

        string dimension = evaluation!.Plan.Dimension.Name;
        double?[] means = [.. reports.Select(report => report.Scores.FirstOrDefault(score => score.Dimension == dimension && score.Judge == judge)?.Score.Mean)];
        return means.Any(mean => mean is not null)
            ? all.MaxBy(i => means[i] ?? double.NegativeInfinity)
            : throw new InvalidOperationException($"No checkpoint of round '{round.Name}' was rated on '{dimension}', so none can be chosen by evaluation: look at the judge '{judge}', then continue the run.");
    }
}
