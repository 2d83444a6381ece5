using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>x·Wᵀ for a frozen quantised W: dequantises for the product, and again for the gradient of x, keeping neither.</summary>
internal sealed class Nf4Function : KernelFunction<Nf4Function>
{
    private const string Key = "product";

    protected override int Arguments => 2;

    protected override Tensor Forward(autograd.AutogradContext ctx, object[] vars)
    {
        var (input, product) = ((Tensor)vars[0], (Nf4Product)vars[1]);
        ctx.save_data(Key, product);
        return product.Multiply(input);
    }

    protected override List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient) =>
        [((Nf4Product)ctx.get_data(Key)).MultiplyTransposed(gradient), null!];
}
