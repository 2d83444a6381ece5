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
        LoraTrainerOptions settings = (options ?? new LoraTrainerOptions()).Clone();
        ImitationObjective objective = new(new ExampleEncoder(encode, settings.Cutoff), settings.Packing);
        _loop = new TrainingLoop(modelFolder, settings, objective, (request, checkpoint) => new TrainedAdapter(modelFolder, settings, request, checkpoint), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The model, the start adapter or a checkpoint to resume is missing, damaged or does not fit.</exception>
    /// <exception cref="IOException">The folder holds checkpoints and the request does not resume, or it cannot be written.</exception>
    public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _loop.RunAsync(request, progress, cancellationToken);
}
