using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// A frozen weight for float32 activations on the CPU: in the layout that is multiplied fastest, with its transpose in the same layout from the
/// first backward pass on, or in bfloat16, which both passes share.
/// </summary>
/// <param name="weight">W [Out, In], copied.</param>
/// <param name="bias">[Out], taken over; <see langword="null"/> for none.</param>
/// <param name="half">Whether products are of bfloat16 numbers, with sums in float32.</param>
internal sealed class PackedWeight(Tensor weight, Tensor? bias, bool half = false) : IDisposable
{
    private readonly Tensor _packed = (half ? weight.to(bfloat16, copy: true) : AtenPackedLinear.Pack(weight)).DetachFromDisposeScope();
    private Tensor? _transposed;

    /// <summary>Gets the bias [Out], owned by this object; <see langword="null"/> for none.</summary>
    public Tensor? Bias { get; } = bias?.DetachFromDisposeScope();

    /// <summary>Gives the values [Out, In] in a fresh tensor.</summary>
    public Tensor Values() => half ? _packed.to(float32) : _packed.to_dense();

    /// <summary>Gets whether products are of bfloat16 numbers.</summary>
    public bool IsHalf => half;

    /// <summary>Computes x·Wᵀ + b. The gradient of x passes.</summary>
    /// <param name="input">[N, In].</param>
    /// <returns>A fresh tensor [N, Out] in the current dispose scope.</returns>
    public Tensor Multiply(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor rows = input.contiguous();
        return (is_grad_enabled() && input.requires_grad ? PackedLinearFunction.apply(rows, this) : Forward(rows)).MoveToOuterDisposeScope();
    }

    /// <summary>x·Wᵀ + b.</summary>
    internal Tensor Forward(Tensor input)
    {
        if (!half)
        {
            return AtenPackedLinear.Apply(input, _packed, Bias);
        }

        using var scope = NewDisposeScope();
        Tensor product = nn.functional.linear(input.to(bfloat16), _packed).to(float32);
        return (Bias is null ? product : product.Plus(Bias)).MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of the input: g·W.</summary>
    internal Tensor InputGradient(Tensor gradient)
    {
        if (half)
        {
            using var inner = NewDisposeScope();
            return matmul(gradient.to(bfloat16), _packed).to(float32).MoveToOuterDisposeScope();
        }

        if (_transposed is null)
        {
            using var scope = NewDisposeScope();
            _transposed = AtenPackedLinear.Pack(Values().t().contiguous()).DetachFromDisposeScope();
        }

        return AtenPackedLinear.Apply(gradient, _transposed, null);
    }

    public void Dispose()
    {
        _packed.Dispose();
        _transposed?.Dispose();
        Bias?.Dispose();
    }
}
