using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// Trains an adapter of low rank on a frozen Hugging Face model (LoRA, arXiv:2106.09685) and saves it in PEFT format: one folder
/// <c>checkpoint-&lt;step&gt;</c> for each saved epoch, complete or absent. A run that was stopped anywhere and is resumed ends with the
/// same bits as an unbroken one on the same machine.
/// </summary>
/// <remarks>Computes on the device's <see cref="DeviceQueue"/>, one step at a time, so that other work of the queue gets its turn.</remarks>
public sealed class LoraTrainer : ITrainer
{
    private readonly TrainingLoop _loop;
    private readonly string _model;
    private readonly LoraTrainerOptions _options;
    private readonly ImitationObjective _objective;

    /// <summary>Creates a trainer.</summary>
    /// <param name="modelFolder">The frozen model's folder in Hugging Face layout; loaded when training begins, freed when it ends.</param>
    /// <param name="tokenizer">Encodes the examples as play does; <see langword="null"/> for that of the model's folder.</param>
    /// <param name="options">The settings, copied; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures the speed; <see langword="null"/> for the system's clock.</param>
    public LoraTrainer(string modelFolder, ChatTokenizer? tokenizer = null, LoraTrainerOptions? options = null, TimeProvider? time = null)
        : this(modelFolder, ExampleEncoder.Of(modelFolder, tokenizer), options, time)
    {
    }

    internal LoraTrainer(string modelFolder, Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, LoraTrainerOptions? options, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        _model = modelFolder;
        _options = (options ?? new LoraTrainerOptions()).Clone();
        _objective = new ImitationObjective(new ExampleEncoder(encode, _options.Cutoff), _options.Packing);
        _loop = new TrainingLoop(modelFolder, _options, _objective, (request, checkpoint) => new TrainedAdapter(modelFolder, _options, request, checkpoint), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The model, the start adapter or a checkpoint to resume is missing, damaged or does not fit.</exception>
    /// <exception cref="IOException">The folder holds checkpoints and the request does not resume, or it cannot be written.</exception>
    public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _loop.RunAsync(request, progress, cancellationToken);

    /// <summary>Says what a request would do, without training: tokens, steps, memory, time. The model's weights are not loaded, nothing is written.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops the measurement of the machine's speed before it begins.</param>
    /// <returns>The estimate; its text is a report for people.</returns>
    /// <exception cref="InvalidOperationException">There is nothing to learn from; the message names the examples.</exception>
    /// <exception cref="CheckpointException">The model is missing or damaged.</exception>
    public async Task<TrainingEstimate> EstimateAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        TrainingPlan plan = TrainingPlan.Of(request, _options, _objective);
        DecoderConfig config;
        using (ModelSource source = ModelSource.Open(_model, new HashSet<string>()))
        {
            config = source.Config;
        }

        double speed = await DeviceQueue.For(_options.Device).RunAsync(() => TrainingCost.Speed(_options.Device, _options.Type), cancellationToken).ConfigureAwait(false);
        return TrainingEstimate.Of(plan, _options, config, speed);
    }
}
