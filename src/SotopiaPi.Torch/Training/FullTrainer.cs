using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// Trains all weights of a small model in float32 and saves whole models in Hugging Face layout, tokenizer included: one folder
/// <c>checkpoint-&lt;step&gt;</c> for each saved epoch, complete or absent. Steps, budgets and exact resume are those of <see cref="LoraTrainer"/>.
/// </summary>
/// <remarks>
/// Weights, gradients and the optimizer's moments take 16 bytes for each parameter. What is saved is a model, not an adapter: play with it by
/// <see cref="TorchChatClient.Load(string, TorchChatClientOptions?)"/>; <see cref="TrainingRequest.StartAdapter"/> names the folder of an earlier such model.
/// </remarks>
public sealed class FullTrainer : ITrainer
{
    private readonly TrainingLoop _loop;

    /// <summary>Creates a trainer.</summary>
    /// <param name="modelFolder">The model's folder in Hugging Face layout; loaded when training begins, freed when it ends, never changed.</param>
    /// <param name="tokenizer">Encodes the examples as play does; <see langword="null"/> for that of the model's folder.</param>
    /// <param name="options">The settings, copied; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures the speed; <see langword="null"/> for the system's clock.</param>
    public FullTrainer(string modelFolder, ChatTokenizer? tokenizer = null, FullTrainerOptions? options = null, TimeProvider? time = null)
        : this(modelFolder, ExampleEncoder.Of(modelFolder, tokenizer), options, time)
    {
    }

    internal FullTrainer(string modelFolder, Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, FullTrainerOptions? options, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        FullTrainerOptions settings = (FullTrainerOptions)(options ?? new FullTrainerOptions()).Clone();
        ImitationObjective objective = new(new ExampleEncoder(encode, settings.Cutoff), settings.Packing);
        _loop = new TrainingLoop(modelFolder, settings, objective, (request, checkpoint) => new TrainedDecoder(modelFolder, settings, request, checkpoint), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The model or a checkpoint to resume is missing, damaged or does not fit, or training is to start from an adapter.</exception>
    /// <exception cref="IOException">The folder holds checkpoints and the request does not resume, or it cannot be written.</exception>
    public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _loop.RunAsync(request, progress, cancellationToken);
}
