namespace SotopiaPi;

/// <summary>What a trainer is asked to do.</summary>
/// <param name="Directory">The folder for checkpoints and adapters; made when missing.</param>
/// <param name="Examples">The examples to learn from.</param>
public sealed record TrainingRequest(string Directory, IReadOnlyList<TrainingExample> Examples)
{
    /// <summary>Gets the folder of the adapter to start from; <see langword="null"/> to start from the base model.</summary>
    public string? StartAdapter { get; init; }

    /// <summary>Gets held-out examples, whose loss is measured at every saved epoch; may be empty.</summary>
    public IReadOnlyList<TrainingExample> Validation { get; init; } = [];

    /// <summary>Gets the seed of initial weights, data order and dropout.</summary>
    public long Seed { get; init; }

    /// <summary>Gets the number of optimizer steps; <see langword="null"/> for the trainer's own setting (epochs).</summary>
    /// <value>At least 1, or <see langword="null"/>.</value>
    public int? MaxSteps { get; init; }

    /// <summary>Gets a value indicating whether a checkpoint in <see cref="Directory"/> is continued; finished training is not repeated.</summary>
    public bool Resume { get; init; }
}
