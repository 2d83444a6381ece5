namespace SotopiaPi.Torch;

/// <summary>What a trainer learns: of which examples, by which loss.</summary>
internal interface ITrainingObjective
{
    /// <summary>Turns examples into items.</summary>
    /// <exception cref="InvalidOperationException">One is of a kind that is not learnt from, or has nothing to learn; the message names it.</exception>
    TrainingData Pack(IReadOnlyList<TrainingExample> examples);

    /// <summary>Begins or continues a run.</summary>
    /// <param name="model">The model that trains.</param>
    /// <param name="trainer">Makes the steps.</param>
    /// <param name="plan">The run's items.</param>
    /// <param name="cancellationToken">Stops what is computed before the first step.</param>
    ITrainingLoss Begin(ITrainedModel model, SequenceTrainer trainer, TrainingPlan plan, CancellationToken cancellationToken);
}
