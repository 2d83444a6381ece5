using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="RotationKernel"/> for autograd.</summary>
internal sealed class RotationFunction : KernelFunction<RotationFunction>
{
    protected override int Arguments => 3;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var (cos, sin) = ((Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([cos, sin]);
        return RotationKernel.Turn((Tensor)vars[0], cos, sin, 1);
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient) =>
        [RotationKernel.Turn(gradient, saved[0], saved[1], -1), null!, null!];
}
