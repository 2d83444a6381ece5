using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>x·Wᵀ for a frozen quantised W: dequantises for the product, and again for the gradient of x, keeping neither.</summary>
internal sealed class Nf4Function : autograd.SingleTensorFunction<Nf4Function>
{
    private const string Key = "product";

    public override string Name => nameof(Nf4Function);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, product) = ((Tensor)vars[0], (Nf4Product)vars[1]);
        ctx.save_data(Key, product);
        return product.Multiply(input);
    }

    // An exception that leaves here ends the process: it is kept, and a gradient that no trainer accepts goes on in its place.
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var product = (Nf4Product)ctx.get_data(Key);
        try
        {
            return [product.MultiplyTransposed(grad_output), null!];
        }
        catch (Exception e)
        {
            product.Failure = e;
            return [empty([.. grad_output.shape[..^1], product.Weight.Shape[1]], grad_output.dtype, grad_output.device).FillInPlace(double.NaN), null!];
        }
    }
}
