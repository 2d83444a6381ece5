using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class LoraUpdateKernelTests
{
    [Test]
    public void Output_and_gradients_equal_the_formula([Values(1, 8, 20, 40)] int rank)
    {
        using var scope = NewDisposeScope();
        Tensor[] values = [randn(300, 70), randn(300, 33), randn(rank, 33), randn(70, rank)];
        Tensor[] kernel = Run(values, float32, t => LoraUpdateKernel.Add(t[0], t[1], t[2], t[3], 0.5));
        Tensor[] formula = Run(values, float64, t => t[0] + (matmul(matmul(t[1], t[2].t()), t[3].t()) * 0.5));
        Assert.That(kernel.Zip(formula, Tensors.RelativeDistance), Is.All.LessThan(2e-6));
    }

    private static Tensor[] Run(Tensor[] values, ScalarType type, Func<Tensor[], Tensor> function)
    {
        Tensor[] leaves = [.. values.Select(x => x.to(type).clone().requires_grad_())];
        Tensor output = function(leaves);
        (output * output).sum().backward();
        return [output.detach(), .. leaves.Select(x => x.grad!)];
    }
}
