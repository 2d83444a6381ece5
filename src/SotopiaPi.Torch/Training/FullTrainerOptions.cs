namespace SotopiaPi.Torch;

/// <summary>
/// The settings of a <see cref="FullTrainer"/>. The default learning rate is the paper's for adapters; all weights of a model of hundreds of
/// millions of parameters want less, about 10⁻⁵.
/// </summary>
public sealed class FullTrainerOptions : TrainerOptions
{
}
