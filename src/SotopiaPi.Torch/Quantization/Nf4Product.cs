using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Products with a quantised weight, through the buffer that the layers share.</summary>
internal sealed class Nf4Product(Nf4Weight weight, Nf4Buffer buffer) : IDisposable
{
    public Nf4Weight Weight => weight;

    public void Dispose()
    {
        weight.Dispose();
        buffer.Dispose();
    }

    public Tensor Multiply(Tensor input)                                                // [.., In] -> [.., Out]
    {
        using var scope = NewDisposeScope();
        return nn.functional.linear(input, buffer.Fill(weight, input.dtype)).MoveToOuterDisposeScope();
    }

    public Tensor MultiplyTransposed(Tensor gradient)                                   // [.., Out] -> [.., In]
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return matmul(gradient, buffer.Fill(weight, gradient.dtype)).MoveToOuterDisposeScope();
    }
}
