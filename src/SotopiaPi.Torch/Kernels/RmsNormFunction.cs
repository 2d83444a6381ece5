using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="RmsNormKernel"/> for autograd.</summary>
internal sealed class RmsNormFunction : autograd.SingleTensorFunction<RmsNormFunction>
{
    public override string Name => "RmsNorm";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        var (output, factors) = RmsNormKernel.Forward(input, weight, (double)vars[2]);
        ctx.save_for_backward([input, weight, factors]);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        using Tensor gradient = grad_output.contiguous();
        var (input, weight) = RmsNormKernel.Backward(saved[0], saved[1], saved[2], gradient);
        saved.ForEach(tensor => tensor.Dispose());
        return [input, weight, null!];
    }
}
