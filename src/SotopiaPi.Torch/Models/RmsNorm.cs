using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Divides by the root of the mean square and multiplies with a weight (arXiv:1910.07467); computed in float32.</summary>
internal sealed class RmsNorm : TensorModule
{
    [ComponentName(Name = "weight")] private readonly Parameter _weight;                // [D]
    private readonly double _epsilon;
    private readonly bool _addsOne;

    public RmsNorm(Parameter weight, double epsilon, bool addsOne) : base(nameof(RmsNorm))
    {
        _weight = weight;
        _epsilon = epsilon;
        _addsOne = addsOne;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)                                        // [.., D] -> [.., D]
    {
        using var scope = NewDisposeScope();
        ScalarType wide = input.dtype == float64 ? float64 : float32;
        Tensor x = input.to(wide);
        Tensor unit = x * (x.square().mean([-1], keepdim: true) + _epsilon).rsqrt();    // [.., D]
        Tensor result = _addsOne
            ? (unit * (_weight.to(wide) + 1)).to(input.dtype)                        // Gemma rounds after the product
            : unit.to(input.dtype) * _weight;                                           // Llama before it
        return result.MoveToOuterDisposeScope();
    }
}
