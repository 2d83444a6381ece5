using TorchSharp;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class NativeLoaderTests
{
    [Test]
    public void Torch_computes_forward_and_backward()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor([1f, 2f, 3f], requires_grad: true);
        (x * x).sum().backward();
        Assert.That(x.grad!.data<float>().ToArray(), Is.EqualTo([2f, 4f, 6f]));
    }

    [Test]
    public void EnsureInstalled_may_be_called_again() => Assert.That(NativeLoader.EnsureInstalled, Throws.Nothing);
}
