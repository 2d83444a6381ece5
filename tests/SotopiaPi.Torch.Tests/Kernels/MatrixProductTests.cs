using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed unsafe class MatrixProductTests
{
    [Test]
    public void Multiply_equals_the_product_in_float64(
        [Values(1, 7, 64, 1100)] int rows, [Values(1, 31, 96)] int columns, [Values(1, 192, 500)] int depth, [Values] bool transposeLeft, [Values] bool transposeRight, [Values] bool add)
    {
        using var scope = NewDisposeScope();
        Tensor left = randn(rows, depth), right = randn(depth, columns), start = randn(rows, columns);
        Tensor result = Multiply(left, right, start, transposeLeft, transposeRight, add);
        Tensor expected = matmul(left.to(float64), right.to(float64)) + (add ? start.to(float64) : 0);
        Assert.That(Tensors.MaxDifference(result, expected), Is.LessThan(1e-5 * Math.Sqrt(depth + 1)), "entries are of the size of √depth");
    }

    [Test]
    public void A_row_has_the_same_bits_in_any_company_on_any_number_of_threads()
    {
        using var scope = NewDisposeScope();
        Tensor left = randn(1500, 300), right = randn(300, 80), start = zeros(1500, 80);
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            Tensor all = Multiply(left, right, start, false, true, false);
            set_num_threads(3);
            Assert.That(Tensors.MaxDifference(Multiply(left, right, start, false, true, false), all), Is.Zero);
            Assert.That(Tensors.MaxDifference(Multiply(left.narrow(0, 77, 5), right, start.narrow(0, 0, 5), false, true, false), all.narrow(0, 77, 5)), Is.Zero);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static Tensor Multiply(Tensor left, Tensor right, Tensor start, bool transposeLeft, bool transposeRight, bool add)
    {
        using var scope = NewDisposeScope();
        Tensor result = start.clone();
        MatrixProduct.Multiply(View(left, transposeLeft), View(right, transposeRight), View(result, false), (int)left.size(0), (int)right.size(1), (int)left.size(1), add);
        return result.MoveToOuterDisposeScope();
    }

    private static MatrixView View(Tensor tensor, bool transpose)
    {
        Tensor stored = (transpose ? tensor.t() : tensor).contiguous();
        MatrixView view = new(CpuKernels.At(stored), (nint)stored.size(1), 1);
        return transpose ? view.Transposed : view;
    }
}
