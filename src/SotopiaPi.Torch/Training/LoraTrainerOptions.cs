using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>
/// The settings of a <see cref="LoraTrainer"/>: rank 8 on q and v over a base in 4-bit NormalFloat, as in SOTOPIA-π; examples that share their
/// beginnings go together. <see cref="Paper"/> and <see cref="Reference"/> repeat what paper and published code did where they differ.
/// </summary>
public class LoraTrainerOptions : TrainerOptions
{
    /// <summary>Gets or sets rank, scaling, dropout and targets of a new adapter; one to start from keeps its own.</summary>
    /// <value>The default is <see cref="LoraOptions.Reference"/>; <see cref="LoraOptions.Paper"/> has what the paper states.</value>
    public LoraOptions Lora { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = LoraOptions.Reference();

    /// <summary>Gets or sets the element type of the frozen model; adapter and optimizer are float32 in any case.</summary>
    /// <value><c>Float32</c> (default), <c>BFloat16</c> or <c>Float16</c>.</value>
    public torch.ScalarType Type { get; set; } = torch.ScalarType.Float32;

    /// <summary>Gets or sets how the frozen model keeps the weights of its projections (QLoRA, arXiv:2305.14314).</summary>
    /// <value>The default is <see cref="WeightQuantization.Nf4Nested"/>, as in the paper; <see cref="WeightQuantization.AsStored"/> trains faster on the CPU, and better on small models, but takes more memory.</value>
    public WeightQuantization Quantization { get; set; } = WeightQuantization.Nf4Nested;

    /// <summary>Gets or sets whether plain float32 projections on the CPU multiply in bfloat16 (<see cref="DecoderOptions.HalfProducts"/>).</summary>
    /// <value>The default is <see langword="false"/>; worthwhile where <see cref="DecoderOptions.HasFastHalfProducts"/>.</value>
    public bool HalfProducts { get; set; }

    /// <summary>Creates the settings that the paper states (arXiv:2403.08715 §B.5): α 16, dropout 0.05, batches of 4 separate examples.</summary>
    public static LoraTrainerOptions Paper() => new() { Lora = LoraOptions.Paper(), Packing = ExamplePacking.Independent, BatchSize = 4 };

    /// <summary>
    /// Creates the settings of the published code (sotopia-lab/sotopia-pi@245fa7b): α 32, dropout 0.1, steps of 4 separate examples on each of 4
    /// devices, whose mean losses are averaged.
    /// </summary>
    public static LoraTrainerOptions Reference() => new()
    {
        Lora = LoraOptions.Reference(),
        Packing = ExamplePacking.Independent,
        BatchSize = 16,
        MicroBatchSize = 4,
        Normalisation = LossNormalisation.MeanOfMicroBatchMeans,
    };

    /// <summary>Gets how the frozen model is loaded.</summary>
    internal DecoderOptions Decoder(LoraHost host) => new()
    {
        Device = Device,
        Type = Type,
        Quantization = Quantization,
        PackWeights = true,
        HalfProducts = HalfProducts,
        Checkpointing = Checkpointing,
        Randomness = () => host.DropoutGenerator,
        Wrap = host.Wrap,
    };

    internal override LoraTrainerOptions Clone()
    {
        LoraTrainerOptions copy = (LoraTrainerOptions)MemberwiseClone();
        copy.Lora = Lora.Clone();
        return copy;
    }

    internal override IEnumerable<string> Fingerprint() => base.Fingerprint().Append(
        $"{Lora.Fingerprint()} {Type} {Quantization} {HalfProducts}");
}
