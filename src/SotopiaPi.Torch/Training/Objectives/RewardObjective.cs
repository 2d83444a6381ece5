namespace SotopiaPi.Torch;

/// <summary>
/// Learns a reward: of comparisons that the chosen side's exceeds the other's (−log σ of the difference, arXiv:2203.02155 §3.5), of scores that it
/// equals them (the square of the difference). A side's reward is the sum over its turns.
/// </summary>
/// <param name="encoder">Encodes prompts and replies.</param>
internal sealed class RewardObjective(ExampleEncoder encoder) : ITrainingObjective
{
    private readonly PreferencePacking _packing = new(encoder);

    /// <inheritdoc/>
    public TrainingData Pack(IReadOnlyList<TrainingExample> examples)
    {
        var packed = examples.Select(Item).ToArray();
        EncodedExample[] rows = [.. packed.SelectMany(entry => entry.Rows)];
        TrainingData.RefuseEmpty(rows);
        TrainingItem[] items = [.. packed.Select(entry => entry.Item with { Sequences = [.. entry.Item.Sequences.Select(AtItsEnd)] })];
        return new TrainingData(items, rows.Count(row => row.IsCut));
    }

    /// <inheritdoc/>
    public ITrainingLoss Begin(ITrainedModel model, SequenceTrainer trainer, TrainingPlan plan, CancellationToken cancellationToken) => new ValueLoss(trainer, Judge);

    /// <summary>A row with one target behind its last token: its state is what the reward is computed of.</summary>
    internal static TokenSequence AtItsEnd(TokenSequence row)
    {
        float[] weights = new float[row.Ids.Length + 1];
        weights[^1] = 1;
        return new TokenSequence([.. row.Ids, row.Ids[^1]], weights);
    }

    private (TrainingItem Item, IReadOnlyList<EncodedExample> Rows) Item(TrainingExample example)
    {
        switch (example)
        {
            case PreferenceExample preference:
                return _packing.Item(preference);
            case ScoredExample scored when double.IsFinite(scored.Score):
                EncodedExample row = encoder.Encode(new SupervisedExample(scored.Key, scored.Prompt, scored.Reply));
                return (new TrainingItem(scored.Key, [scored.Key], [row.Sequence], row.Sequence.Ids.Length) { Score = scored.Score }, [row]);
            case ScoredExample scored:
                throw new InvalidOperationException($"Example '{example.Key}' has the score {scored.Score}, wanted a finite number.");
            default:
                throw new InvalidOperationException($"Example '{example.Key}' is a {example.GetType().Name}, wanted a {nameof(PreferenceExample)} or a {nameof(ScoredExample)}: this trainer learns a reward.");
        }
    }

    private static (double Loss, double[] Derivatives) Judge(TrainingItem item, double[] rewards)
    {
        if (item.Score is { } score)
        {
            double difference = rewards[0] - score;
            return (difference * difference, [2 * difference]);
        }

        double margin = rewards[..item.PreferredRows].Sum() - rewards[item.PreferredRows..].Sum();
        double derivative = PairwiseLogistic.Derivative(margin, 0);
        return (PairwiseLogistic.Loss(margin, 0), [.. rewards.Select((_, i) => i < item.PreferredRows ? derivative : -derivative)]);
    }
}
