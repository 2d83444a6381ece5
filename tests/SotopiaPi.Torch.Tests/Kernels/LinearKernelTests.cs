using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class LinearKernelTests
{
    [Test]
    public void Output_and_gradients_equal_the_plain_layer([Values] bool inputTrains, [Values] bool weightTrains, [Values] bool bias)
    {
        using var scope = NewDisposeScope();
        Tensor input = randn(2, 150, 40), weight = randn(70, 40), shift = randn(70);
        Tensor[] own = Run(LinearKernel.Apply), plain = Run((x, w, b) => nn.functional.linear(x, w, b));
        Assert.That(own.Zip(plain, Tensors.RelativeDistance), Is.All.LessThan(1e-6));

        Tensor[] Run(Func<Tensor, Tensor, Tensor?, Tensor> layer)
        {
            Tensor x = input.clone().requires_grad_(inputTrains), w = weight.clone().requires_grad_(weightTrains), b = shift.clone().requires_grad_();
            Tensor output = layer(x, w, bias ? b : null);
            (output.sin() + b).sum().backward();
            return [output.detach(), .. ((Tensor[])[x, w, b]).Where(t => t.requires_grad).Select(t => t.grad!)];
        }
    }

    [Test]
    public void Serves_training_only()
    {
        using var scope = NewDisposeScope();
        Tensor many = randn(300, 8), few = randn(255, 8), weight = randn(5, 8), trained = randn(5, 8).requires_grad_();
        Assert.That(LinearKernel.Serves(many, weight), Is.False, "no gradient is wanted");
        Assert.That(LinearKernel.Serves(few, trained), Is.False, "few rows");
        using (no_grad())
        {
            Assert.That(LinearKernel.Serves(many, trained), Is.False, "at play");
        }
    }
}
