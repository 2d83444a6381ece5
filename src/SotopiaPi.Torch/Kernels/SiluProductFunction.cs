using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Records <see cref="SiluProductKernel"/> for autograd.</summary>
internal sealed class SiluProductFunction : KernelFunction<SiluProductFunction>
{
    protected override int Arguments => 2;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var (gate, up) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([gate, up]);
        return SiluProductKernel.Forward(gate, up);
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient)
    {
        var (gate, up) = SiluProductKernel.Backward(saved[0], saved[1], gradient);
        return [gate, up];
    }
}
