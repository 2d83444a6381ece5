using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// Trains a reward model: an adapter and a head that gives one number for a prompt with its reply. It learns from comparisons
/// (<see cref="PreferenceExample"/>, arXiv:2203.02155 §3.5) and from scores (<see cref="ScoredExample"/>). Everything else – packing, budgets,
/// resume – is that of <see cref="LoraTrainer"/>; <see cref="RewardModel"/> uses what it saves.
/// </summary>
/// <remarks>Saved in PEFT format for sequence classification: the head as <c>base_model.model.score.weight</c> [1, D].</remarks>
public sealed class RewardTrainer : ITrainer
{
    private readonly TrainingLoop _loop;

    /// <summary>Creates a trainer.</summary>
    /// <param name="modelFolder">The frozen model's folder in Hugging Face layout; loaded when training begins, freed when it ends.</param>
    /// <param name="tokenizer">Encodes the examples as play does; <see langword="null"/> for that of the model's folder.</param>
    /// <param name="options">The settings, copied; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures the speed; <see langword="null"/> for the system's clock.</param>
    public RewardTrainer(string modelFolder, ChatTokenizer? tokenizer = null, RewardTrainerOptions? options = null, TimeProvider? time = null)
        : this(modelFolder, ExampleEncoder.Of(modelFolder, tokenizer), options, time)
    {
    }

    internal RewardTrainer(string modelFolder, Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, RewardTrainerOptions? options, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        RewardTrainerOptions settings = (RewardTrainerOptions)(options ?? new RewardTrainerOptions()).Clone();
        settings.Lora.Dropout = 0;
        RewardObjective objective = new(new ExampleEncoder(encode, settings.Cutoff));
        _loop = new TrainingLoop(modelFolder, settings, objective, (request, checkpoint) => new TrainedReward(modelFolder, settings, request, checkpoint), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An example is neither a comparison nor a score, or has nothing to learn; the message names it.</exception>
    /// <exception cref="CheckpointException">The model, the start adapter or a checkpoint to resume is missing, damaged or does not fit.</exception>
    /// <exception cref="IOException">The folder holds checkpoints and the request does not resume, or it cannot be written.</exception>
    public Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _loop.RunAsync(request, progress, cancellationToken);
}
