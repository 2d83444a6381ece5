using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="RmsNormKernel"/> for autograd.</summary>
internal sealed class RmsNormFunction : KernelFunction<RmsNormFunction>
{
    protected override int Arguments => 3;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var (input, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        var (output, factors) = RmsNormKernel.Forward(input, weight, (double)vars[2]);
        ctx.save_for_backward([input, weight, factors]);
        return output;
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient)
    {
        var (input, weight) = RmsNormKernel.Backward(saved[0], saved[1], saved[2], gradient);
        return [input, weight, null!];
    }
}
