using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Settings of training with LLaMA-Factory. Defaults are the paper's (arXiv:2403.08715 §B.5). Copied by those who take them.</summary>
public sealed class LlamaFactoryOptions
{
    /// <summary>Gets or sets the base model: a folder or a name at Hugging Face.</summary>
    /// <value>The default is <c>mistralai/Mistral-7B-Instruct-v0.1</c>.</value>
    public string Model
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = "mistralai/Mistral-7B-Instruct-v0.1";

    /// <summary>Gets or sets the name of LLaMA-Factory's chat template.</summary>
    /// <value>The default is <c>mistral</c>. Its spaces differ from those of the fork that SOTOPIA-π used.</value>
    public string Template
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = "mistral";

    /// <summary>Gets or sets the longest example.</summary>
    /// <value>In tokens. At least 1. The default is 4096.</value>
    public int CutoffLength
    {
        get;
        set => field = AtLeastOne(value);
    } = 4096;

    /// <summary>Gets or sets the number of epochs.</summary>
    /// <value>More than 0. The default is 20.</value>
    public double Epochs
    {
        get;
        set => field = Positive(value);
    } = 20;

    /// <summary>Gets or sets the examples of a device's batch.</summary>
    /// <value>At least 1. The default is 4: the paper's batch; the reference code ran this on each of 4 devices.</value>
    public int BatchSize
    {
        get;
        set => field = AtLeastOne(value);
    } = 4;

    /// <summary>Gets or sets how many batches make an optimizer step.</summary>
    /// <value>At least 1. The default is 1.</value>
    public int AccumulationSteps
    {
        get;
        set => field = AtLeastOne(value);
    } = 1;

    /// <summary>Gets or sets the highest learning rate; the schedule is a cosine.</summary>
    /// <value>More than 0. The default is 5·10⁻⁵.</value>
    public double LearningRate
    {
        get;
        set => field = Positive(value);
    } = 5e-5;

    /// <summary>Gets or sets the share of steps in which the learning rate rises.</summary>
    /// <value>From 0 to 1. The default is 0.03.</value>
    public double WarmupRatio
    {
        get;
        set => field = Share(value);
    } = 0.03;

    /// <summary>Gets or sets the rank r of the update.</summary>
    /// <value>At least 1. The default is 8.</value>
    public int Rank
    {
        get;
        set => field = AtLeastOne(value);
    } = 8;

    /// <summary>Gets or sets the scale α of the update.</summary>
    /// <value>At least 1. The default is 16, as the paper says; the reference code has 32.</value>
    public int Alpha
    {
        get;
        set => field = AtLeastOne(value);
    } = 16;

    /// <summary>Gets or sets the dropout before the update.</summary>
    /// <value>From 0 to 1. The default is 0.05, as the paper says; the reference code has 0.1.</value>
    public double Dropout
    {
        get;
        set => field = Share(value);
    } = 0.05;

    /// <summary>Gets or sets the linear layers that are updated.</summary>
    /// <value>The default is <c>q_proj</c> and <c>v_proj</c>.</value>
    public IReadOnlyList<string> Targets
    {
        get;
        set => field = value is { Count: > 0 } ? [.. value] : throw new ArgumentException("No target layer is given: name some, or 'all'.", nameof(value));
    } = ["q_proj", "v_proj"];

    /// <summary>Gets or sets the bits of the frozen weights; <see langword="null"/> for no quantisation.</summary>
    /// <value>4, 8 or <see langword="null"/>. The default is 4 (NF4 with double quantisation).</value>
    public int? QuantizationBits
    {
        get;
        set => field = value is null or 4 or 8 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Wanted 4, 8 or null.");
    } = 4;

    /// <summary>Gets or sets a value indicating whether all linear layers compute in bfloat16; otherwise in float16.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool BFloat16 { get; set; } = true;

    /// <summary>Gets further keys of the configuration; they replace those of the same name.</summary>
    public IDictionary<string, JsonNode?> Further { get; private init; } = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>Makes the settings of the paper.</summary>
    /// <returns>New settings.</returns>
    public static LlamaFactoryOptions Paper() => new();

    /// <summary>Makes the settings of the reference code and the released adapter (sotopia-lab/sotopia-pi@245fa7b: <c>llm_self_train/resources/train_args.yml</c>): α 32, dropout 0.1, float16.</summary>
    /// <returns>New settings.</returns>
    public static LlamaFactoryOptions Reference() => new() { Alpha = 32, Dropout = 0.1, BFloat16 = false };

    internal LlamaFactoryOptions Clone() => new()
    {
        Model = Model,
        Template = Template,
        CutoffLength = CutoffLength,
        Epochs = Epochs,
        BatchSize = BatchSize,
        AccumulationSteps = AccumulationSteps,
        LearningRate = LearningRate,
        WarmupRatio = WarmupRatio,
        Rank = Rank,
        Alpha = Alpha,
        Dropout = Dropout,
        Targets = Targets,
        QuantizationBits = QuantizationBits,
        BFloat16 = BFloat16,
        Further = new Dictionary<string, JsonNode?>(Further, StringComparer.Ordinal),
    };

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }

    private static double Positive(double value) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Wanted a finite number above 0.");

    private static double Share(double value) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Wanted a number from 0 to 1.");
}
