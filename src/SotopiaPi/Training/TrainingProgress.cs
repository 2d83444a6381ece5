namespace SotopiaPi;

/// <summary>How far training is.</summary>
/// <param name="Step">The optimizer steps taken.</param>
/// <param name="Steps">All steps.</param>
/// <param name="Loss">The mean loss per target token of the last step.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="GradientNorm">The gradient's norm of the last step, before clipping.</param>
/// <param name="TokensPerSecond">The tokens of whole examples trained on per second, shared prefixes counted each time.</param>
/// <param name="Remaining">The estimated time left.</param>
public sealed record TrainingProgress(int Step, int Steps, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond, TimeSpan Remaining);
