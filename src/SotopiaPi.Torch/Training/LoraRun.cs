using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A model with an adapter in training: lives on the device's queue, from its load or resume to its last save.</summary>
internal sealed class LoraRun : IDisposable
{
    private readonly LoraTrainerOptions _options;
    private readonly LoraPlan _plan;
    private readonly LoraHost _host = new();
    private readonly Decoder _decoder;
    private readonly LoraAdapter _adapter;
    private readonly SequenceTrainer _trainer;
    private readonly List<StepResult> _history = [];

    /// <summary>Loads the model, and either a checkpoint or the adapter to start from, or makes a new one.</summary>
    /// <param name="modelFolder">The frozen model.</param>
    /// <param name="options">The settings.</param>
    /// <param name="plan">Data, order and schedule.</param>
    /// <param name="checkpoint">What to continue, or <see langword="null"/>.</param>
    public LoraRun(string modelFolder, LoraTrainerOptions options, LoraPlan plan, (string Folder, LoraTrainingState State)? checkpoint)
    {
        (_options, _plan) = (options, plan);
        try
        {
            _decoder = Decoder.Load(modelFolder, new DecoderOptions { Device = options.Device, Type = options.Type, Wrap = _host.Wrap });
            _adapter = (checkpoint?.Folder ?? plan.Request.StartAdapter) is { } folder ? LoraAdapter.Load(folder, options.Device) : NewAdapter();
            _adapter.Config.BaseModel = modelFolder;
            _host.Use(_adapter);
            var parameters = _adapter.Parameters().OrderBy(p => p.Name, StringComparer.Ordinal);   // a loaded adapter has another order, which would change the norm's rounding
            _trainer = new SequenceTrainer(_decoder, [.. parameters], plan.Schedule.At, options.Sequences);
            if (checkpoint is { } from)
            {
                _trainer.LoadState(Path.Combine(from.Folder, CheckpointFolders.OptimizerName));
                _history.AddRange(from.State.History);
            }
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
        using Generator? dropout = DropoutOf(Steps);
        _host.DropoutGenerator = dropout;
        try
        {
            StepResult result = _trainer.Step([.. items.SelectMany(item => item.Sequences)], cancellationToken);
            _history.Add(result);
            return result;
        }
        catch (NonFiniteLossException e)
        {
            throw new InvalidOperationException($"{e.Message} They are {TrainingData.Names([.. items.SelectMany(item => item.Keys)])}.", e);
        }
        finally
        {
            _host.DropoutGenerator = null;
        }
    }

    /// <summary>Measures the held-out loss and writes a checkpoint.</summary>
    public SavedAdapter Save(CheckpointFolders checkpoints, CancellationToken cancellationToken)
    {
        TokenSequence[] validation = [.. _plan.Validation.Items.SelectMany(item => item.Sequences)];
        double? loss = validation.Length == 0 ? null : _trainer.Evaluate(validation, cancellationToken);
        LoraTrainingState state = new(Steps, _plan.Steps, _plan.Order.StepsPerEpoch, _history, loss);
        string folder = checkpoints.Save(state, temporary =>
        {
            _adapter.Save(temporary);
            _trainer.SaveState(Path.Combine(temporary, CheckpointFolders.OptimizerName));
        });
        return new SavedAdapter(folder, state.Epoch, state.Step, loss);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer?.Dispose();                                                            // what a failed start did not reach is missing
        _adapter?.Dispose();
        _decoder?.Dispose();
    }

    private LoraAdapter NewAdapter()
    {
        using Generator generator = new((ulong)StableKey.Seed(["adapter", _plan.Request.Seed.ToString(CultureInfo.InvariantCulture)]), CPU);
        return _host.CreateAdapter(_options.Lora, generator, _options.Device);
    }

    // A generator of its own for each step: what is dropped depends on seed and step alone, so a resumed run needs no saved state.
    private Generator? DropoutOf(int step) => _adapter.Config.Dropout == 0 ? null
        : new Generator((ulong)StableKey.Seed(["dropout", _plan.Request.Seed.ToString(CultureInfo.InvariantCulture), step.ToString(CultureInfo.InvariantCulture)]), _options.Device);
}
