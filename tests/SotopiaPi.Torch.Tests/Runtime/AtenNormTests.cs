using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class AtenNormTests
{
    [TestCase(1, 1)]
    [TestCase(3, 7)]
    [TestCase(2, 64)]
    public void RmsNorm_equals_the_formula_with_its_gradients(long rows, long width)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        Tensor[] inputs = Gradients.Leaves(random, [2, rows, width], [width]);
        Gradients.Compare(
            inputs,
            x => AtenNorm.RmsNorm(x[0], x[1], 1e-3),
            x => x[0] * (x[0].square().mean([-1], keepdim: true) + 1e-3).rsqrt() * x[1]);
    }

    [Test]
    public void RmsNorm_refuses_a_weight_of_another_width()
    {
        using var scope = NewDisposeScope();
        Assert.That(
            () => AtenNorm.RmsNorm(zeros(2, 3), ones(4), 1e-6),
            Throws.ArgumentException.With.Message.Contains("an input [2, 3] and a weight [4]"));
    }
}
