using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="PackedWeight.Multiply"/> for autograd; nothing of the pass is kept.</summary>
internal sealed class PackedLinearFunction : KernelFunction<PackedLinearFunction>
{
    private const string Weight = "weight";

    protected override int Arguments => 2;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        PackedWeight weight = (PackedWeight)vars[1];
        ctx.save_data(Weight, weight);
        return weight.Forward((Tensor)vars[0]);
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient) =>
        [((PackedWeight)ctx.get_data(Weight)).InputGradient(gradient), null!];
}
