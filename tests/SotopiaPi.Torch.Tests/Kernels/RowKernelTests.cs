using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Each kernel against the formula in float64: output and gradients, widths that fill no register, one thread and more.</summary>
[LiveTensorsFlat]
internal sealed class RowKernelTests
{
    [Test]
    public void RmsNorm_equals_its_formula([Values(1, 300)] int rows, [Values(5, 16, 40, 128)] int width) => Check(
        [[rows, width], [width]],
        inputs => RmsNormKernel.Normalise(inputs[0], inputs[1], 1e-5),
        inputs => inputs[0] * (inputs[0].square().mean([-1], keepdim: true) + 1e-5).rsqrt() * inputs[1]);

    [Test]
    public void SiluProduct_equals_its_formula([Values(1, 300)] int rows, [Values(5, 64)] int width) => Check(
        [[rows, width], [rows, width]],
        inputs => SiluProductKernel.Multiply(inputs[0] * 8, inputs[1]),
        inputs => nn.functional.silu(inputs[0] * 8) * inputs[1]);

    [TestCase(32, 32, TestName = "Rotation of all dimensions")]
    [TestCase(24, 24, TestName = "Rotation of a width that fills no register")]
    [TestCase(40, 16, TestName = "Rotation of the first dimensions")]
    public void Rotation_equals_its_formula(int size, int turning)
    {
        using var scope = NewDisposeScope();
        Tensor angles = rand(300, turning / 2) * 6;
        Tensor cos = cat([angles.cos(), angles.cos()], 1).unsqueeze(1);
        Tensor sin = cat([-angles.sin(), angles.sin()], 1).unsqueeze(1);
        Check(
            [[300, 3, size]],
            inputs => RotationKernel.Rotate(inputs[0], cos, sin),
            inputs =>
            {
                Tensor x = inputs[0].narrow(2, 0, turning);
                return cat([(x * cos) + (x.roll(turning / 2, 2) * sin), inputs[0].narrow(2, turning, size - turning)], 2);
            });
    }

    private static void Check(long[][] shapes, Func<Tensor[], Tensor> kernel, Func<Tensor[], Tensor> formula)
    {
        int threads = get_num_threads();
        try
        {
            foreach (int count in (int[])[1, 3])
            {
                set_num_threads(count);
                using var scope = NewDisposeScope();
                Tensor[] values = [.. shapes.Select(shape => randn(shape))];
                var (actual, expected) = (Run(values, float32, kernel), Run(values, float64, formula));
                Assert.That(actual.Zip(expected, Tensors.RelativeDistance), Is.All.LessThan(4e-6), $"{count} threads");
                using (no_grad())
                {
                    Assert.That(Tensors.MaxDifference(kernel(values), actual[0]), Is.Zero, "without gradients");
                }
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static Tensor[] Run(Tensor[] values, ScalarType type, Func<Tensor[], Tensor> function)
    {
        Tensor[] leaves = [.. values.Select(x => x.to(type).clone().requires_grad_())];
        Tensor output = function(leaves);
        (output * (output + arange(output.numel()).view(output.shape).cos())).sum().backward();
        return [output.detach(), .. leaves.Select(x => x.grad!)];
    }
}
