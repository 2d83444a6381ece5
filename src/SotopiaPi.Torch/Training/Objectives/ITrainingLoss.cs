namespace SotopiaPi.Torch;

/// <summary>The loss of a run.</summary>
internal interface ITrainingLoss
{
    /// <summary>Makes one optimizer step.</summary>
    /// <param name="items">What the step sees.</param>
    /// <param name="cancellationToken">Stops between micro-batches; the parameters are then as before the step.</param>
    StepResult Step(IReadOnlyList<TrainingItem> items, CancellationToken cancellationToken);

    /// <summary>Computes the loss of items without learning.</summary>
    double Evaluate(IReadOnlyList<TrainingItem> items, CancellationToken cancellationToken);
}
