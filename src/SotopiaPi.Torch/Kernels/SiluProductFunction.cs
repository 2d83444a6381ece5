using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="SiluProductKernel"/> for autograd.</summary>
internal sealed class SiluProductFunction : autograd.SingleTensorFunction<SiluProductFunction>
{
    public override string Name => "SiluProduct";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (gate, up) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([gate, up]);
        return SiluProductKernel.Forward(gate, up);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        using Tensor gradient = grad_output.contiguous();
        var (gate, up) = SiluProductKernel.Backward(saved[0], saved[1], gradient);
        saved.ForEach(tensor => tensor.Dispose());
        return [gate, up];
    }
}
