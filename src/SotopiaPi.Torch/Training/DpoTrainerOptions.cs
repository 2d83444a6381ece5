using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>
/// The settings of a <see cref="DpoTrainer"/>. Other than for imitation the default is one epoch at 5·10⁻⁶ (huggingface/trl@f2cd57710a:
/// <c>trl/scripts/dpo.py</c>, the example with LoRA). Nothing is dropped, as there (<c>disable_dropout</c>).
/// </summary>
public sealed class DpoTrainerOptions : LoraTrainerOptions
{
    /// <summary>Creates the settings.</summary>
    public DpoTrainerOptions() => (LearningRate, Epochs) = (5e-6, 1);

    /// <summary>Gets or sets β: how strongly the model is held to what it was before.</summary>
    /// <value>Above 0. The default is 0.1 (arXiv:2305.18290 §B).</value>
    public double Beta { get; set => field = Positive(value); } = 0.1;

    /// <summary>Gets or sets the probability with which a comparison is taken to be the wrong way round (arXiv:2305.18290, conservative DPO).</summary>
    /// <value>At least 0, below 0.5. The default is 0.</value>
    public double LabelSmoothing
    {
        get;
        set => field = value is >= 0 and < 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The label smoothing must be at least 0 and below 0.5.");
    }

    internal override IEnumerable<string> Fingerprint() => base.Fingerprint().Append(string.Create(CultureInfo.InvariantCulture, $"{Beta} {LabelSmoothing}"));
}
