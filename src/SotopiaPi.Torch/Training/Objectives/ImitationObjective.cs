namespace SotopiaPi.Torch;

/// <summary>Imitates replies: the mean of −log p of their tokens.</summary>
/// <param name="encoder">Encodes the examples.</param>
/// <param name="packing">Whether the examples of a group go together.</param>
internal sealed class ImitationObjective(ExampleEncoder encoder, ExamplePacking packing) : ITrainingObjective
{
    /// <inheritdoc/>
    public TrainingData Pack(IReadOnlyList<TrainingExample> examples) => TrainingData.Pack([.. examples.Select(Encode)], packing);

    /// <inheritdoc/>
    public ITrainingLoss Begin(ITrainedModel model, SequenceTrainer trainer, TrainingPlan plan, CancellationToken cancellationToken) => new Loss(model, trainer);

    private EncodedExample Encode(TrainingExample example) => example is SupervisedExample supervised
        ? encoder.Encode(supervised)
        : throw new InvalidOperationException($"Example '{example.Key}' is a {example.GetType().Name}, wanted a {nameof(SupervisedExample)}: this trainer imitates replies.");

    private static TokenSequence[] Rows(IReadOnlyList<TrainingItem> items) => [.. items.SelectMany(item => item.Sequences)];

    private sealed class Loss(ITrainedModel model, SequenceTrainer trainer) : ITrainingLoss
    {
        public StepResult Step(IReadOnlyList<TrainingItem> items, CancellationToken cancellationToken)
        {
            using IDisposable? dropout = model.Dropout(trainer.Steps);
            return trainer.Step(Rows(items), cancellationToken);
        }

        public double Evaluate(IReadOnlyList<TrainingItem> items, CancellationToken cancellationToken) => trainer.Evaluate(Rows(items), cancellationToken);
    }
}
