using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="LoraUpdateKernel"/> for autograd.</summary>
internal sealed class LoraUpdateFunction : KernelFunction<LoraUpdateFunction>
{
    private const string Scaling = "scaling";

    protected override int Arguments => 5;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var (output, input, down, up) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        double scaling = (double)vars[4];
        var (sum, low) = LoraUpdateKernel.Forward(output, input, down, up, scaling);
        ctx.save_for_backward([input, low, down, up]);
        ctx.save_data(Scaling, scaling);
        return sum;
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient)
    {
        var (input, down, up) = LoraUpdateKernel.Backward(gradient, saved[0], saved[1], saved[2], saved[3], (double)ctx.get_data(Scaling));
        return [gradient, input, down, up, null!];                                      // it passes on to the layer's output as it is
    }
}
