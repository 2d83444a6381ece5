namespace SotopiaPi.Torch;

/// <summary>A model in training: lives on the device's queue, from its load or resume to its last save.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly ITrainedModel _model;
    private readonly SequenceTrainer _trainer;
    private readonly ITrainingLoss _loss;
    private readonly List<StepResult> _history = [];

    /// <summary>Loads the model, and continues a checkpoint where there is one.</summary>
    /// <param name="load">Gives the model of the request, or that of a checkpoint folder.</param>
    /// <param name="objective">What is learnt.</param>
    /// <param name="options">The settings.</param>
    /// <param name="plan">Data, order and schedule.</param>
    /// <param name="checkpoint">What to continue, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops what is computed before the first step.</param>
    public TrainingRun(
        Func<TrainingRequest, string?, ITrainedModel> load, ITrainingObjective objective, TrainerOptions options, TrainingPlan plan,
        (string Folder, TrainingState State)? checkpoint, CancellationToken cancellationToken)
    {
        _plan = plan;
        _model = load(plan.Request, checkpoint?.Folder);
        try
        {
            _trainer = new SequenceTrainer(_model.Decoder, _model.Parameters, plan.Schedule.At, options.Sequences, _model.Losses);
            if (checkpoint is { } from)
            {
                _trainer.LoadState(Path.Combine(from.Folder, CheckpointFolders.OptimizerName));
                _history.AddRange(from.State.History);
            }

            _loss = objective.Begin(_model, _trainer, plan, cancellationToken);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the steps made.</summary>
    public int Steps => _trainer.Steps;

    /// <summary>Gets the loss of each step.</summary>
    public IReadOnlyList<double> Losses => [.. _history.Select(result => result.Loss)];

    /// <summary>Makes one optimizer step.</summary>
    /// <exception cref="InvalidOperationException">Loss or gradient are not finite; the message names the examples.</exception>
    public StepResult Step(CancellationToken cancellationToken)
    {
        TrainingItem[] items = _plan.Items(Steps);
        try
        {
            StepResult result = _loss.Step(items, cancellationToken);
            _history.Add(result);
            return result;
        }
        catch (NonFiniteLossException e)
        {
            throw new InvalidOperationException($"{e.Message} They are {TrainingData.Names([.. items.SelectMany(item => item.Keys)])}.", e);
        }
    }

    /// <summary>Measures the held-out loss and writes a checkpoint.</summary>
    public SavedAdapter Save(CheckpointFolders checkpoints, IReadOnlyList<SavedAdapter> before, CancellationToken cancellationToken)
    {
        double? loss = _plan.Validation.Items.Count == 0 ? null : _loss.Evaluate(_plan.Validation.Items, cancellationToken);
        TrainingState state = new(Steps, _plan.Steps, _plan.Order.StepsPerEpoch, _history, loss) { Best = Best(before, loss) };
        string folder = checkpoints.Save(state, temporary =>
        {
            _model.Save(temporary);
            _trainer.SaveState(Path.Combine(temporary, CheckpointFolders.OptimizerName));
        });
        return new SavedAdapter(folder, state.Epoch, state.Step, loss);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer?.Dispose();                                                            // missing after a failed start
        _model.Dispose();
    }

    private (double Loss, int Step)? Best(IReadOnlyList<SavedAdapter> before, double? loss)
    {
        SavedAdapter[] all = [.. before, new SavedAdapter("", 0, Steps, loss)];
        SavedAdapter best = all[TrainingPlan.Best(all)];
        return best.ValidationLoss is { } lowest ? (lowest, best.Step) : null;
    }
}
