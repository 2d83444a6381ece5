namespace SotopiaPi.Torch;

/// <summary>
/// The settings of a <see cref="RewardTrainer"/>. The default is one epoch at 10⁻⁴ (huggingface/trl@f2cd57710a:
/// <c>examples/scripts/reward_modeling.py</c>, the example with LoRA). Nothing is dropped.
/// </summary>
public sealed class RewardTrainerOptions : LoraTrainerOptions
{
    /// <summary>Creates the settings.</summary>
    public RewardTrainerOptions() => (LearningRate, Epochs) = (1e-4, 1);
}
