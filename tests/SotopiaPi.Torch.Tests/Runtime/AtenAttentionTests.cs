using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class AtenAttentionTests
{
    private const double Scale = 0.3;

    [TestCase(4, 4, true)]
    [TestCase(4, 2, true)]
    [TestCase(6, 1, false)]
    public void ScaledDotProduct_equals_the_formula_with_shared_heads(long heads, long shared, bool isCausal)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        Tensor[] inputs = Gradients.Leaves(random, [2, heads, 5, 8], [2, shared, 5, 8], [2, shared, 5, 8]);
        Gradients.Compare(
            inputs,
            x => AtenAttention.ScaledDotProduct(x[0], x[1], x[2], isCausal: isCausal, scale: Scale),
            x => Formula(x[0], x[1], x[2], isCausal ? CausalMask(5) : null, Scale).Output);
    }

    [Test]
    public void ScaledDotProduct_takes_a_mask_and_its_own_scale()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        Tensor[] inputs = Gradients.Leaves(random, [1, 4, 3, 16], [1, 2, 5, 16], [1, 2, 5, 16]);
        Tensor mask = randn([3, 5], generator: random, device: CPU);
        Gradients.Compare(
            inputs,
            x => AtenAttention.ScaledDotProduct(x[0], x[1], x[2], mask),
            x => Formula(x[0], x[1], x[2], mask, 1 / Math.Sqrt(16)).Output);
    }

    [Test]
    public void FlashForCpu_equals_the_formula_and_returns_the_log_of_the_sum()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        Tensor[] x = Gradients.Leaves(random, [2, 3, 5, 8], [2, 3, 7, 8], [2, 3, 7, 8]);
        Tensor mask = randn([2, 1, 5, 7], generator: random, device: CPU);
        using var mode = no_grad();
        (Tensor output, Tensor logSumExp) = AtenAttention.FlashForCpu(x[0], x[1], x[2], mask, scale: Scale);
        (Tensor wanted, Tensor wantedLog) = Formula(x[0], x[1], x[2], mask, Scale);
        Gradients.Expect(output, wanted, 1e-5, "output");
        Gradients.Expect(logSumExp, wantedLog, 1e-5, "log of the sum");
    }

    [Test]
    public void FlashForCpuBackward_equals_the_formulas_gradients()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        Tensor[] x = Gradients.Leaves(random, [1, 2, 6, 8], [1, 2, 6, 8], [1, 2, 6, 8]);
        Tensor gradient = randn([1, 2, 6, 8], generator: random, device: CPU);
        IList<Tensor> wanted = autograd.grad([Formula(x[0], x[1], x[2], CausalMask(6), Scale).Output], x, [gradient]);
        using var mode = no_grad();
        (Tensor output, Tensor logSumExp) = AtenAttention.FlashForCpu(x[0], x[1], x[2], isCausal: true, scale: Scale);
        (Tensor query, Tensor key, Tensor value) =
            AtenAttention.FlashForCpuBackward(gradient, x[0], x[1], x[2], output, logSumExp, isCausal: true, scale: Scale);
        Gradients.Expect(query, wanted[0], 1e-5, "query");
        Gradients.Expect(key, wanted[1], 1e-5, "key");
        Gradients.Expect(value, wanted[2], 1e-5, "value");
    }

    [Test]
    public void ScaledDotProduct_refuses_heads_that_cannot_be_shared()
    {
        using var scope = NewDisposeScope();
        Assert.That(
            () => AtenAttention.ScaledDotProduct(zeros(1, 3, 2, 4), zeros(1, 2, 2, 4), zeros(1, 2, 2, 4)),
            Throws.ArgumentException.With.Message.Contains("3 query heads, 2 key heads and 2 value heads"));
    }

    [Test]
    public void FlashForCpu_refuses_another_device()
    {
        using var scope = NewDisposeScope();
        Tensor x = zeros([1, 1, 2, 4], device: device("meta"));
        Assert.That(() => AtenAttention.FlashForCpu(x, x, x), Throws.ArgumentException.With.Message.Contains("the query is on meta"));
    }

    private static Tensor CausalMask(long length) =>
        full([length, length], float.NegativeInfinity, dtype: float32, device: CPU).triu(1);

    private static (Tensor Output, Tensor LogSumExp) Formula(Tensor query, Tensor key, Tensor value, Tensor? mask, double scale)
    {
        long group = query.size(1) / key.size(1);
        Tensor scores = query.matmul(key.repeat_interleave(group, dim: 1).transpose(-1, -2)) * scale;
        scores = mask is null ? scores : scores + mask;
        return (scores.softmax(-1).matmul(value.repeat_interleave(group, dim: 1)), scores.logsumexp(-1));
    }
}
