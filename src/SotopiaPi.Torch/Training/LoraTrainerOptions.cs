using System.Globalization;
using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>The settings of a <see cref="LoraTrainer"/>. Paper and published code differ in α and dropout, see <see cref="Lora"/>.</summary>
public class LoraTrainerOptions : TrainerOptions
{
    /// <summary>Gets or sets rank, scaling, dropout and targets of a new adapter; one to start from keeps its own.</summary>
    /// <value>The default is <see cref="LoraOptions.Reference"/>; <see cref="LoraOptions.Paper"/> has what the paper states.</value>
    public LoraOptions Lora { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = LoraOptions.Reference();

    /// <summary>Gets or sets the element type of the frozen model; adapter and optimizer are float32 in any case.</summary>
    /// <value><c>Float32</c> (default), <c>BFloat16</c> or <c>Float16</c>.</value>
    public torch.ScalarType Type { get; set; } = torch.ScalarType.Float32;

    internal override LoraTrainerOptions Clone()
    {
        LoraTrainerOptions copy = (LoraTrainerOptions)MemberwiseClone();
        copy.Lora = Lora.Clone();
        return copy;
    }

    internal override IEnumerable<string> Fingerprint() => base.Fingerprint().Append(
        string.Create(CultureInfo.InvariantCulture, $"{Lora.Rank} {Lora.Alpha} {Lora.Dropout} {Lora.RsLora} {string.Join(' ', Lora.TargetModules)} {Type}"));
}
