namespace SotopiaPi.Torch;

/// <summary>
/// Prefers replies over others, relative to the model before the run (DPO, arXiv:2305.18290; over several turns SDPO, arXiv:2501.01821):
/// the margin is β·(log-ratio of the chosen side − log-ratio of the rejected side), each summed over the tokens of its turns.
/// </summary>
/// <param name="encoder">Encodes the turns.</param>
/// <param name="beta">β.</param>
/// <param name="smoothing">The label smoothing.</param>
internal sealed class PreferenceObjective(ExampleEncoder encoder, double beta, double smoothing) : ITrainingObjective
{
    private readonly PreferencePacking _packing = new(encoder);

    /// <inheritdoc/>
    public TrainingData Pack(IReadOnlyList<TrainingExample> examples)
    {
        var packed = examples.Select(example => example is PreferenceExample preference ? _packing.Item(preference)
            : throw new InvalidOperationException($"Example '{example.Key}' is a {example.GetType().Name}, wanted a {nameof(PreferenceExample)}: this trainer learns from comparisons.")).ToArray();
        EncodedExample[] rows = [.. packed.SelectMany(entry => entry.Rows)];
        TrainingData.RefuseEmpty(rows);
        return new TrainingData([.. packed.Select(entry => entry.Item)], rows.Count(row => row.IsCut));
    }

    /// <inheritdoc/>
    public ITrainingLoss Begin(ITrainedModel model, SequenceTrainer trainer, TrainingPlan plan, CancellationToken cancellationToken)
    {
        TrainingItem[] items = [.. plan.Data.Items, .. plan.Validation.Items];
        Dictionary<TrainingItem, double> before = new(ReferenceEqualityComparer.Instance);
        using (((IReferenceModel)model).AsBefore())
        {
            foreach (var (item, values) in items.Zip(trainer.Values([.. items.Select(item => item.Sequences)], cancellationToken)))
            {
                before[item] = Difference(item, values);
            }
        }

        return new ValueLoss(trainer, (item, values) => Compare(item, beta * (Difference(item, values) - before[item])));
    }

    private static double Difference(TrainingItem item, double[] values) => values[..item.PreferredRows].Sum() - values[item.PreferredRows..].Sum();

    private (double Loss, double[] Derivatives) Compare(TrainingItem item, double margin)
    {
        double derivative = beta * PairwiseLogistic.Derivative(margin, smoothing);
        return (PairwiseLogistic.Loss(margin, smoothing), [.. item.Sequences.Select((_, i) => i < item.PreferredRows ? derivative : -derivative)]);
    }
}
