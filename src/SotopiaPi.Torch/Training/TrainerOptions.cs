using System.Globalization;
using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>
/// The settings that all trainers share. The defaults are those of SOTOPIA-π (arXiv:2403.08715 §B.5; the published code,
/// sotopia-lab/sotopia-pi@245fa7b, agrees but for a batch of 4 on each of 4 devices). For a model of a million parameters
/// a learning rate near 2·10⁻³ fits better.
/// </summary>
public abstract class TrainerOptions
{
    private protected TrainerOptions()
    {
    }

    /// <summary>Gets or sets the highest learning rate of the cosine schedule.</summary>
    /// <value>Above 0. The default is 5·10⁻⁵.</value>
    public double LearningRate { get; set => field = Positive(value); } = 5e-5;

    /// <summary>Gets or sets the share of all steps in which the learning rate rises.</summary>
    /// <value>From 0 to 1. The default is 0.03.</value>
    public double WarmUpRatio
    {
        get;
        set => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The warm-up ratio must lie between 0 and 1.");
    } = 0.03;

    /// <summary>Gets or sets the optimizer's betas, ε and weight decay.</summary>
    public AdamWSettings AdamW { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>Gets or sets the norm to which larger gradients are scaled down.</summary>
    /// <value>Above 0; infinite for none. The default is 1.</value>
    public double MaxGradientNorm { get; set => field = Positive(value); } = 1;

    /// <summary>Gets or sets what the summed loss of a step is divided by.</summary>
    /// <value>The default is <see cref="LossNormalisation.Tokens"/>.</value>
    public LossNormalisation Normalisation { get; set; }

    /// <summary>Gets or sets the micro-batches over which <see cref="LossNormalisation.MeanOfMicroBatchMeans"/> takes its means: the batch of one device in the published code.</summary>
    /// <value>In rows, at least 1. The default is 4.</value>
    public int MicroBatchSize { get; set => field = AtLeastOne(value); } = 4;

    /// <summary>Gets or sets how often every example is seen; <see cref="TrainingRequest.MaxSteps"/> overrides it.</summary>
    /// <value>At least 1. The default is 20.</value>
    public int Epochs { get; set => field = AtLeastOne(value); } = 20;

    /// <summary>Gets or sets whether the examples of a group are packed together.</summary>
    /// <value>The default is <see cref="ExamplePacking.Groups"/>.</value>
    public ExamplePacking Packing { get; set; }

    /// <summary>Gets or sets what an optimizer step sees.</summary>
    /// <value>In groups, or in examples when they are independent; at least 1. The default is 4.</value>
    public int BatchSize { get; set => field = AtLeastOne(value); } = 4;

    /// <summary>Gets or sets how many tokens go through the model at once; bounds memory, not the result. Larger trees are computed depth first.</summary>
    /// <value>In tokens, at least 1; a longer path without a branch goes alone. The default is 2048: enough for a CPU; a GPU wants 8,192 or more.</value>
    public int TokenBudget { get; set => field = AtLeastOne(value); } = 2048;

    /// <summary>Gets or sets how much memory the activations of what goes through the model at once may take, by estimate, beside <see cref="TokenBudget"/>.</summary>
    /// <value>In bytes, at least 1, without the model itself; <see langword="null"/> (default) for no bound but the tokens.</value>
    public long? MemoryBudget
    {
        get;
        set => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A memory budget must be at least 1 byte, or null for none.");
    }

    /// <summary>Gets or sets how many tokens an example may have; a longer one is cut as the published code does, prompt and reply in proportion, each at its end.</summary>
    /// <value>In tokens, at least 2. The default is 4096.</value>
    public int Cutoff
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            field = value;
        }
    } = 4096;

    /// <summary>Gets or sets after how many epochs a checkpoint is saved; the last is saved in any case.</summary>
    /// <value>In epochs, at least 1. The default is 1.</value>
    public int SaveEveryEpochs { get; set => field = AtLeastOne(value); } = 1;

    /// <summary>Gets or sets after how many optimizer steps a checkpoint is saved, in place of <see cref="SaveEveryEpochs"/>.</summary>
    /// <value>In steps, at least 1; <see langword="null"/> (default) to count epochs.</value>
    public int? SaveEverySteps { get; set => field = value is { } steps ? AtLeastOne(steps) : null; }

    /// <summary>Gets or sets after how many checkpoints without a lower loss on <see cref="TrainingRequest.Validation"/> training stops early.</summary>
    /// <value>In checkpoints, at least 1; <see langword="null"/> (default) never stops early.</value>
    public int? Patience { get; set => field = value is { } saves ? AtLeastOne(saves) : null; }

    /// <summary>Gets or sets whether activations are computed again in the backward pass (<see cref="DecoderOptions.Checkpointing"/>).</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Checkpointing { get; set; }

    /// <summary>Gets or sets where the model computes.</summary>
    /// <value>The default is the CPU.</value>
    public torch.Device Device { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = torch.CPU;

    internal SequenceTrainerOptions Sequences => new()
    {
        AdamW = AdamW,
        MaxGradientNorm = MaxGradientNorm,
        Normalisation = Normalisation,
        MicroBatchSize = MicroBatchSize,
        TokenBudget = TokenBudget,
        MemoryBudget = MemoryBudget,
        SharePrefixes = Packing == ExamplePacking.Groups,
    };

    /// <summary>Gets a copy that later changes do not reach.</summary>
    internal virtual TrainerOptions Clone() => (TrainerOptions)MemberwiseClone();

    /// <summary>Lists what decides the result of a run.</summary>
    internal virtual IEnumerable<string> Fingerprint() =>
    [
        GetType().Name,
        string.Create(CultureInfo.InvariantCulture, $"{LearningRate} {WarmUpRatio} {AdamW} {MaxGradientNorm} {Normalisation} {MicroBatchSize}"),
        string.Create(CultureInfo.InvariantCulture, $"{Packing} {BatchSize} {TokenBudget} {MemoryBudget} {Device.type}"),
    ];

    private protected static double Positive(double value) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be above 0.");

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
