namespace SotopiaPi.Torch;

/// <summary>The loop of every trainer: plans, resumes, steps and saves on the device's queue.</summary>
/// <param name="model">The model's folder or id.</param>
/// <param name="options">The settings, which nobody changes any more.</param>
/// <param name="objective">What is learnt.</param>
/// <param name="load">Gives the model of a request, or that of a checkpoint folder.</param>
/// <param name="time">Measures the speed.</param>
internal sealed class TrainingLoop(string model, TrainerOptions options, ITrainingObjective objective, Func<TrainingRequest, string?, ITrainedModel> load, TimeProvider time)
{
    /// <summary>Trains.</summary>
    public async Task<TrainingResult> RunAsync(TrainingRequest request, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        TrainingPlan plan = TrainingPlan.Of(request, options, objective);
        CheckpointFolders checkpoints = new(request.Directory, plan.Fingerprint(model, options), plan.Order.StepsPerEpoch);
        checkpoints.Prepare();
        var found = checkpoints.Load();
        if (found.Count > 0 && !request.Resume)
        {
            throw new IOException($"'{request.Directory}' already holds {found.Count} checkpoints of this training. Set {nameof(TrainingRequest)}.{nameof(TrainingRequest.Resume)} to continue it, or choose another folder.");
        }

        List<SavedAdapter> saved = [.. found.Select(c => new SavedAdapter(c.Folder, c.State.Epoch, c.State.Step, c.State.ValidationLoss))];
        IReadOnlyList<double> losses = found.Count > 0 ? [.. found[^1].State.History.Select(r => r.Loss)] : [];
        if (losses.Count < plan.Steps && !TrainingPlan.StopsEarly(saved, options))
        {
            losses = await ContinueAsync(plan, checkpoints, found.Count > 0 ? found[^1] : null, saved, progress, cancellationToken).ConfigureAwait(false);
        }

        return new TrainingResult(saved, saved.MinBy(adapter => adapter.ValidationLoss ?? -adapter.Step)!, losses);
    }

    private async Task<IReadOnlyList<double>> ContinueAsync(TrainingPlan plan, CheckpointFolders checkpoints, (string, TrainingState)? checkpoint, List<SavedAdapter> saved, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        DeviceQueue queue = DeviceQueue.For(options.Device);
        TrainingRun run = await queue.RunAsync(() => new TrainingRun(load, objective, options, plan, checkpoint, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            TrainingClock clock = new(plan, time);
            while (run.Steps < plan.Steps && !TrainingPlan.StopsEarly(saved, options))
            {
                StepResult result = await queue.RunAsync(() => run.Step(cancellationToken), cancellationToken).ConfigureAwait(false);
                progress?.Report(clock.Report(result));
                if (plan.SavesAfter(run.Steps, options))
                {
                    saved.Add(await queue.RunAsync(() => run.Save(checkpoints, saved, cancellationToken), cancellationToken).ConfigureAwait(false));
                }
            }

            return run.Losses;
        }
        finally
        {
            await queue.RunAsync(run.Dispose, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
