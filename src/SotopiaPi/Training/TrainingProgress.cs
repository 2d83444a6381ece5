namespace SotopiaPi;

/// <summary>How far training is.</summary>
/// <param name="Step">The optimizer steps taken.</param>
/// <param name="Steps">All steps.</param>
/// <param name="Loss">The mean loss per target token of the last step.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="GradientNorm">The gradient's norm of the last step, before clipping.</param>
/// <param name="TokensPerSecond">The tokens of whole examples trained on per second, shared prefixes counted each time.</param>
/// <param name="Remaining">The estimated time left.</param>
public sealed record TrainingProgress(int Step, int Steps, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond, TimeSpan Remaining)
{
    /// <summary>Gets the tokens of whole examples in the last step for each token that was computed: 1 where nothing is shared; <see langword="null"/> where the trainer does not say.</summary>
    public double? TreeRatio { get; init; }

    /// <summary>Gets the memory that the process holds; <see langword="null"/> where the trainer does not say.</summary>
    /// <value>In bytes.</value>
    public long? MemoryBytes { get; init; }
}
