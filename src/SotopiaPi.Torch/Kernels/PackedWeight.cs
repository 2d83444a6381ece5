using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A frozen weight in the layout that a CPU multiplies fastest, and its transpose in the same layout from the first backward pass on.</summary>
/// <param name="weight">W [Out, In], copied.</param>
/// <param name="bias">[Out], taken over; <see langword="null"/> for none.</param>
internal sealed class PackedWeight(Tensor weight, Tensor? bias) : IDisposable
{
    private readonly Tensor _packed = AtenPackedLinear.Pack(weight).DetachFromDisposeScope();
    private Tensor? _transposed;

    /// <summary>Gets the bias [Out], owned by this object; <see langword="null"/> for none.</summary>
    public Tensor? Bias { get; } = bias?.DetachFromDisposeScope();

    /// <summary>Gives the values [Out, In] in a fresh tensor.</summary>
    public Tensor Values() => _packed.to_dense();

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
    internal Tensor Forward(Tensor input) => AtenPackedLinear.Apply(input, _packed, Bias);

    /// <summary>The gradient of the input: g·W.</summary>
    internal Tensor InputGradient(Tensor gradient)
    {
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
