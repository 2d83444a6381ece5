namespace SotopiaPi;

/// <summary>Evaluates the models of a run on its held-out tasks; what the store holds already costs nothing.</summary>
/// <param name="parts">The parts.</param>
/// <param name="options">The settings.</param>
/// <param name="tasks">The held-out tasks.</param>
internal sealed class RoundEvaluation(PipelineParts parts, PipelineOptions options, IReadOnlyList<SocialTask> tasks)
{
    public EvaluationPlan Plan { get; } = options.Evaluation!;

    public IReadOnlyList<SocialTask> Tasks => tasks;

    /// <summary>Reads the held-out tasks; null when no evaluation is wanted.</summary>
    /// <exception cref="InvalidOperationException">There is no source of them, or too few.</exception>
    public static async Task<RoundEvaluation?> OpenAsync(PipelineParts parts, PipelineOptions options, IReadOnlyList<SocialTask> training, CancellationToken cancellationToken)
    {
        if (options.Evaluation is not { } plan)
        {
            return null;
        }

        ISocialTaskSource source = parts.HeldOut ?? throw new InvalidOperationException($"An evaluation is wanted, but there are no held-out tasks: set {nameof(PipelineParts)}.{nameof(PipelineParts.HeldOut)}, or call EvaluateOn(…).");
        List<SocialTask> tasks = await source.GetTasksAsync(cancellationToken).Take(plan.Tasks).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (tasks.Count < plan.Tasks)
        {
            throw new InvalidOperationException($"The evaluation wants {plan.Tasks} held-out tasks, but their source gives {tasks.Count}: add tasks, or lower {nameof(EvaluationPlan)}.{nameof(EvaluationPlan.Tasks)}.");
        }

        HashSet<string> trained = [.. training.Select(task => task.Environment.Id)];
        return tasks.FirstOrDefault(task => trained.Contains(task.Environment.Id)) is { } shared
            ? throw new InvalidOperationException($"Environment '{shared.Environment.Id}' is held out for the evaluation and played by a round: what it measures would be what was learnt. Leave it out of one of them.")
            : new RoundEvaluation(parts, options, tasks);
    }

    /// <summary>Plays and rates an adapter; the base model when it is null.</summary>
    public Task<PlayOutcome> RunAsync(string? adapter, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        PlayStage stage = new(parts.Store, parts.Collector, parts.Judges);
        HeldOutEvaluation evaluation = new(stage, tasks, options.Episodes with { Seed = options.Seed }) { Partner = Plan.Partner, Environment = options.Environment, Usage = parts.Usage };
        return evaluation.RunAsync(EvaluationPlan.TagOf(adapter), new Player(Player.AgentRole, new ModelRef(options.AgentClient, adapter)), progress, cancellationToken);
    }
}
