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
        if (!_addsOne && CpuKernels.Serve(input) && CpuKernels.Serve(_weight))
        {
            return RmsNormKernel.Normalise(input, _weight, _epsilon);
        }

        if (!_addsOne)
        {
            return AtenNorm.RmsNorm(input, _weight, _epsilon);                          // half types are computed in float32 inside
        }

        using var scope = NewDisposeScope();
        ScalarType wide = input.dtype == float64 ? float64 : float32;                   // 1 + weight would lose bits in a half type
        return AtenNorm.RmsNorm(input.to(wide), _weight.to(wide).Plus(1), _epsilon).to(input.dtype).MoveToOuterDisposeScope();
    }
}
