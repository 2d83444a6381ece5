namespace SotopiaPi.Torch;

/// <summary>
/// The mean over items of a loss that depends on whole rows. A step computes the rows' numbers without a graph, then their derivatives, and
/// then the gradient of the rows with these as factors: by the chain rule that of the loss, with every means of the usual step – shared
/// prefixes, depth-first passes, a memory budget – for the price of one forward pass more.
/// </summary>
/// <param name="trainer">Makes the steps. What it computes must not be random: nothing may be dropped.</param>
/// <param name="loss">The loss of an item.</param>
internal sealed class ValueLoss(SequenceTrainer trainer, ItemLoss loss) : ITrainingLoss
{
    /// <inheritdoc/>
    public StepResult Step(IReadOnlyList<TrainingItem> items, CancellationToken cancellationToken)
    {
        var losses = Losses(items, cancellationToken);
        double[] scales = [.. losses.SelectMany(entry => entry.Derivatives.Select(derivative => -derivative / items.Count))];   // of −log p, not of log p
        return trainer.Step([.. items.SelectMany(item => item.Sequences)], scales, losses.Average(entry => entry.Loss), cancellationToken);
    }

    /// <inheritdoc/>
    public double Evaluate(IReadOnlyList<TrainingItem> items, CancellationToken cancellationToken) => Losses(items, cancellationToken).Average(entry => entry.Loss);

    private (double Loss, double[] Derivatives)[] Losses(IReadOnlyList<TrainingItem> items, CancellationToken cancellationToken) =>
        [.. items.Zip(trainer.Values([.. items.Select(item => item.Sequences)], cancellationToken), (item, values) => loss(item, values))];
}
