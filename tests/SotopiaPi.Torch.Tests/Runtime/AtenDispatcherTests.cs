using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class AtenDispatcherTests
{
    [Test]
    public void A_refusal_names_the_operator_and_the_shapes()
    {
        using var scope = NewDisposeScope();
        Assert.That(
            () => AtenAttention.ScaledDotProduct(zeros(1, 2, 3, 4, device: CPU), zeros(1, 2, 3, 5, device: CPU), zeros(1, 2, 3, 5, device: CPU)),
            Throws.InvalidOperationException.With.Message.StartsWith(
                "libtorch refused aten::scaled_dot_product_attention(Float32 [1, 2, 3, 4] on cpu, Float32 [1, 2, 3, 5] on cpu, Float32 [1, 2, 3, 5] on cpu, none, 0, False, none, False)"));
    }

    [Test]
    public void An_unknown_operator_is_refused() =>
        Assert.That(
            () =>
            {
                var none = default(AtenArguments);
                AtenDispatcher.Call("aten::no_such_operator"u8, ref none);
            },
            Throws.InvalidOperationException.With.Message.Contains("aten::no_such_operator()"));

    [Test]
    public void A_disposed_tensor_is_refused_before_anything_is_allocated()
    {
        using var scope = NewDisposeScope();
        Tensor weight = ones(3);
        Tensor gone = zeros(2, 3);
        gone.Dispose();
        Assert.That(() => AtenNorm.RmsNorm(gone, weight, 1e-6), Throws.InvalidOperationException);
    }

    [Test]
    public void No_gradient_is_recorded_under_no_grad()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        Assert.That(AtenNorm.RmsNorm(ones(2, 3).requires_grad_(), ones(3), 1e-6).requires_grad, Is.False);
    }
}
