namespace SotopiaPi;

/// <summary>A stage of training as the judge and the reference see it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Correlation">Pearson's correlation of the judge with the reference; <see langword="null"/> with fewer than two complete pairs.</param>
/// <param name="Bias">The mean of judge − reference.</param>
public sealed record OveroptimizationStage(string Model, CorrelationResult? Correlation, MeanEstimate Bias);
