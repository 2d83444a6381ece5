using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// Trains an adapter on comparisons by direct preference optimization: DPO (arXiv:2305.18290) on single replies, SDPO (arXiv:2501.01821) on
/// segments of conversations. The reference is the model before the run: the base, with the adapter that training starts from. Everything
/// else – packing, budgets, resume, files in PEFT format – is that of <see cref="LoraTrainer"/>.
/// </summary>
/// <remarks>Learns from <see cref="PreferenceExample"/>s; the loss is that of a comparison. Before the first step, and again on resume, the reference's log-probabilities are computed once.</remarks>
public sealed class DpoTrainer : ITrainer
{
    private readonly TrainingLoop _loop;

    /// <summary>Creates a trainer.</summary>
    /// <param name="modelFolder">The frozen model's folder in Hugging Face layout; loaded when training begins, freed when it ends.</param>
    /// <param name="tokenizer">Encodes the examples as play does; <see langword="null"/> for that of the model's folder.</param>
    /// <param name="options">The settings, copied; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures the speed; <see langword="null"/> for the system's clock.</param>
    public DpoTrainer(string modelFolder, ChatTokenizer? tokenizer = null, DpoTrainerOptions? options = null, TimeProvider? time = null)
        : this(modelFolder, ExampleEncoder.Of(modelFolder, tokenizer), options, time)
    {
    }

    internal DpoTrainer(string modelFolder, Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, DpoTrainerOptions? options, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        DpoTrainerOptions settings = (DpoTrainerOptions)(options ?? new DpoTrainerOptions()).Clone();
        settings.Lora.Dropout = 0;
        PreferenceObjective objective = new(new ExampleEncoder(encode, settings.Cutoff), settings.Beta, settings.LabelSmoothing);
        _loop = new TrainingLoop(modelFolder, settings, objective, (request, checkpoint) => new TrainedAdapter(modelFolder, settings, request, checkpoint), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An example is no comparison, or has nothing to compare; the message names it.</exception>
    /// <exception cref="CheckpointException">The model, the start adapter or a checkpoint to resume is missing, damaged or does not fit.</exception>
    /// <exception cref="IOException">The folder holds checkpoints and the request does not resume, or it cannot be written.</exception>
    public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _loop.RunAsync(request, progress, cancellationToken);
}
