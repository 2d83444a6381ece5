using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A linear layer that keeps its weights as they are: y = x·Wᵀ + b.</summary>
internal sealed class PlainLinear : TensorModule, ILinearWeights
{
    [ComponentName(Name = "weight")] private readonly Parameter _weight;                // [Out, In]
    [ComponentName(Name = "bias")] private readonly Parameter? _bias;                   // [Out]

    public PlainLinear(Tensor weight, Tensor? bias, bool trainable) : base(nameof(PlainLinear))
    {
        _weight = new Parameter(weight, trainable);
        _bias = bias is null ? null : new Parameter(bias, trainable);
        RegisterComponents();
    }

    /// <summary>Makes layers of the weights that a checkpoint or a generator gives.</summary>
    public static LinearFactory Factory(IDecoderWeights weights, bool trainable) => (path, inputs, outputs, bias) => new PlainLinear(
        weights.Get($"{path}.weight", outputs, inputs), bias ? weights.Get($"{path}.bias", outputs) : null, trainable);

    public override Tensor forward(Tensor input) =>                                     // [.., In] -> [.., Out]
        LinearKernel.Serves(input, _weight) ? LinearKernel.Apply(input, _weight, _bias) : nn.functional.linear(input, _weight, _bias);

    public Tensor CopyWeight() => _weight.detach().clone();

    public Tensor? CopyBias() => _bias?.detach().clone();

    public void Set(Tensor weight, Tensor? bias)
    {
        using var off = no_grad();
        _weight.copy_(weight);
        if (bias is not null)
        {
            _bias!.copy_(bias);
        }
    }
}
