namespace SotopiaPi;

/// <summary>Runs the method: one round after the other, each skipped when its result is in the run folder already, then <c>report.html</c> and <c>report.md</c> (arXiv:2403.08715 §3).</summary>
public sealed class SelfTrainingPipeline
{
    private readonly RunFolder _folder;
    private readonly PipelineParts _parts;
    private readonly IReadOnlyList<Round> _rounds;
    private readonly RoundSchedule _schedule;
    private readonly PipelineOptions _options;

    /// <summary>Makes a pipeline.</summary>
    /// <param name="folder">The run folder; the caller disposes it.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="rounds">The rounds, in order.</param>
    /// <param name="options">The settings; copied.</param>
    /// <exception cref="ArgumentException">The rounds contradict one another; the message says how.</exception>
    public SelfTrainingPipeline(RunFolder folder, PipelineParts parts, IReadOnlyList<Round> rounds, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(rounds);
        (_folder, _parts, _rounds) = (folder, parts, [.. rounds]);
        _schedule = new RoundSchedule(_rounds);
        _options = options?.Clone() ?? new PipelineOptions();
        if (_options.Evaluation is null && _rounds.FirstOrDefault(round => round.Checkpoint == CheckpointChoice.ByEvaluation) is { } unplanned)
        {
            throw new ArgumentException($"Round '{unplanned.Name}' chooses its checkpoint by evaluation, but none is planned: set {nameof(PipelineOptions)}.{nameof(PipelineOptions.Evaluation)}, or call EvaluateOn(…).", nameof(rounds));
        }
    }

    /// <summary>Runs the rounds.</summary>
    /// <param name="progress">Told about every finished episode and optimizer step.</param>
    /// <param name="cancellationToken">Stops; what is finished is kept, and running again goes on from there.</param>
    /// <returns>What each round did.</returns>
    /// <exception cref="InvalidOperationException">There are too few tasks, or a round has nothing to learn from; the message says which and what to do.</exception>
    public async Task<IReadOnlyList<RoundReport>> RunAsync(IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        List<SocialTask> tasks = await ReadTasksAsync(cancellationToken).ConfigureAwait(false);
        RoundEvaluation? evaluation = await RoundEvaluation.OpenAsync(_parts, _options, tasks, cancellationToken).ConfigureAwait(false);
        PlayOutcome? before = evaluation is null ? null : await evaluation.RunAsync(null, progress, cancellationToken).ConfigureAwait(false);
        List<RoundReport> reports = [];
        foreach (Round round in _rounds)
        {
            RoundRunner runner = new(_folder, _parts, _options, _schedule, evaluation, reports);
            reports.Add(await runner.RunAsync(round, tasks, progress, cancellationToken).ConfigureAwait(false));
        }

        if (_options.WritesReport)
        {
            await new PipelineReport(_parts, evaluation?.Tasks ?? [], before).WriteAsync(_folder, reports, cancellationToken).ConfigureAwait(false);
        }

        return reports;
    }

    private async Task<List<SocialTask>> ReadTasksAsync(CancellationToken cancellationToken)
    {
        List<SocialTask> tasks = [];
        await foreach (SocialTask task in _parts.Tasks.GetTasksAsync(cancellationToken).ConfigureAwait(false))
        {
            if (tasks.Count == _schedule.TaskCount)
            {
                break;
            }

            tasks.Add(task);
        }

        return tasks.Count == _schedule.TaskCount
            ? tasks
            : throw new InvalidOperationException($"The rounds need {_schedule.TaskCount} tasks, since none serves two collections, but the source gives {tasks.Count}. Add tasks, or lower {nameof(CollectionPlan)}.{nameof(CollectionPlan.Tasks)}.");
    }
}
