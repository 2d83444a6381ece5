using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Trains an adapter of low rank on a frozen Hugging Face model (LoRA, arXiv:2106.09685) and saves it in PEFT format: one folder
/// <c>checkpoint-&lt;step&gt;</c> for each saved epoch, complete or absent. A run that was stopped anywhere and is resumed ends with the
/// same bits as an unbroken one on the same machine.
/// </summary>
/// <remarks>Computes on the device's <see cref="DeviceQueue"/>, one step at a time, so that other work of the queue gets its turn.</remarks>
public sealed class LoraTrainer : ITrainer
{
    private readonly string _modelFolder;
    private readonly LoraTrainerOptions _options;
    private readonly ExampleEncoder _encoder;
    private readonly TimeProvider _time;

    /// <summary>Creates a trainer.</summary>
    /// <param name="modelFolder">The frozen model's folder in Hugging Face layout; loaded when training begins, freed when it ends.</param>
    /// <param name="tokenizer">Encodes the examples as play does; <see langword="null"/> for that of the model's folder.</param>
    /// <param name="options">The settings, copied; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures the speed; <see langword="null"/> for the system's clock.</param>
    public LoraTrainer(string modelFolder, ChatTokenizer? tokenizer = null, LoraTrainerOptions? options = null, TimeProvider? time = null)
        : this(modelFolder, Encoder(modelFolder, tokenizer), options, time)
    {
    }

    internal LoraTrainer(string modelFolder, Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, LoraTrainerOptions? options, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        _modelFolder = modelFolder;
        _options = (options ?? new LoraTrainerOptions()).Clone();
        _encoder = new ExampleEncoder(encode, _options.Cutoff);
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The model, the start adapter or a checkpoint to resume is missing, damaged or does not fit.</exception>
    /// <exception cref="IOException">The folder holds checkpoints and the request does not resume, or it cannot be written.</exception>
    public async Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        LoraPlan plan = LoraPlan.Of(request, _options, _encoder);
        CheckpointFolders checkpoints = new(request.Directory, plan.Fingerprint(_modelFolder, _options), plan.Order.StepsPerEpoch);
        checkpoints.Prepare();
        var found = checkpoints.Load();
        if (found.Count > 0 && !request.Resume)
        {
            throw new IOException($"'{request.Directory}' already holds {found.Count} checkpoints of this training. Set {nameof(TrainingRequest)}.{nameof(TrainingRequest.Resume)} to continue it, or choose another folder.");
        }

        List<SavedAdapter> saved = [.. found.Select(c => new SavedAdapter(c.Folder, c.State.Epoch, c.State.Step, c.State.ValidationLoss))];
        IReadOnlyList<double> losses = found.Count > 0 ? [.. found[^1].State.History.Select(r => r.Loss)] : [];
        if (losses.Count < plan.Steps)
        {
            losses = await ContinueAsync(plan, checkpoints, found.Count > 0 ? found[^1] : null, saved, progress, cancellationToken).ConfigureAwait(false);
        }

        return new TrainingResult(saved, saved.MinBy(adapter => adapter.ValidationLoss ?? -adapter.Step)!, losses);
    }

    private static Func<IReadOnlyList<ChatMessage>, string, ChatExample> Encoder(string modelFolder, ChatTokenizer? tokenizer)
    {
        Lazy<ChatTokenizer> shared = new(() => tokenizer ?? ChatTokenizer.LoadFolder(modelFolder));
        return (prompt, reply) => shared.Value.EncodeExample(prompt, reply);
    }

    private async Task<IReadOnlyList<double>> ContinueAsync(LoraPlan plan, CheckpointFolders checkpoints, (string, LoraTrainingState)? checkpoint, List<SavedAdapter> saved, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        DeviceQueue queue = DeviceQueue.For(_options.Device);
        LoraRun run = await queue.RunAsync(() => new LoraRun(_modelFolder, _options, plan, checkpoint), cancellationToken).ConfigureAwait(false);
        try
        {
            TrainingClock clock = new(plan, _time);
            while (run.Steps < plan.Steps)
            {
                StepResult result = await queue.RunAsync(() => run.Step(cancellationToken), cancellationToken).ConfigureAwait(false);
                progress?.Report(clock.Report(result));
                if (plan.SavesAfter(run.Steps, _options))
                {
                    saved.Add(await queue.RunAsync(() => run.Save(checkpoints, cancellationToken), cancellationToken).ConfigureAwait(false));
                }
            }

            return run.Losses;
        }
        finally
        {
            await queue.RunAsync(run.Dispose, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
