using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="RotationKernel"/> for autograd.</summary>
internal sealed class RotationFunction : autograd.SingleTensorFunction<RotationFunction>
{
    public override string Name => "Rotation";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (cos, sin) = ((Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([cos, sin]);
        return RotationKernel.Turn((Tensor)vars[0], cos, sin, 1);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        using Tensor gradient = grad_output.contiguous();
        Tensor result = RotationKernel.Turn(gradient, saved[0], saved[1], -1);
        saved.ForEach(tensor => tensor.Dispose());
        return [result, null!, null!];
    }
}
