namespace SotopiaPi;

/// <summary>The parts of which a pipeline is put together. Registered services fill it; without a container, give them here.</summary>
public sealed record PipelineParts
{
    /// <summary>Gets where the tasks come from.</summary>
    public required ISocialTaskSource Tasks { get; init; }

    /// <summary>Gets the store of episodes and ratings.</summary>
    public required IEpisodeStore Store { get; init; }

    /// <summary>Gets the player of plans.</summary>
    public required IEpisodeCollector Collector { get; init; }

    /// <summary>Gets the judges, each under its own name; the first one is the default.</summary>
    public required IReadOnlyList<IEpisodeEvaluator> Judges { get; init; }

    /// <summary>Gets the filters by name; the first one is the default.</summary>
    public required IReadOnlyList<KeyValuePair<string, IEpisodeFilter>> Filters { get; init; }

    /// <summary>Gets the maker of training examples.</summary>
    public required TrainingExampleBuilder Examples { get; init; }

    /// <summary>Gets the trainer.</summary>
    public required ITrainer Trainer { get; init; }

    /// <summary>Gets where the held-out tasks of <see cref="PipelineOptions.Evaluation"/> come from; <see langword="null"/> when nothing is evaluated.</summary>
    public ISocialTaskSource? HeldOut { get; init; }

    /// <summary>Gets what counts tokens and money; <see langword="null"/> when nobody counts.</summary>
    public UsageLedger? Usage { get; init; }

    /// <summary>Finds a judge.</summary>
    /// <param name="name">The name; <see langword="null"/> for the first one.</param>
    /// <returns>The judge.</returns>
    /// <exception cref="InvalidOperationException">There is no such judge; the message lists those there are.</exception>
    public IEpisodeEvaluator Judge(string? name) =>
        Judges.FirstOrDefault(judge => name is null || judge.Name == name)
        ?? throw new InvalidOperationException($"No judge '{name ?? "(any)"}' is registered. Registered: {string.Join(", ", Judges.Select(judge => judge.Name))}. Register one, or name another in the round.");

    /// <summary>Finds a filter.</summary>
    /// <param name="name">The name; <see langword="null"/> for the first one.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="InvalidOperationException">There is no such filter; the message lists those there are.</exception>
    public IEpisodeFilter Filter(string? name) =>
        Filters.Where(filter => name is null || filter.Key == name).Select(filter => filter.Value).FirstOrDefault()
        ?? throw new InvalidOperationException($"No filter '{name ?? "(any)"}' is registered. Registered: {string.Join(", ", Filters.Select(filter => filter.Key))}. Register one, or name another in the round.");
}
