using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The linear layer y = x·Wᵀ + b in training, where libtorch's own product is slow: its MKL leaves AVX-512 unused on processors of AMD, half of
/// what those of family 1Ah (Zen 5) can do. The choice is a fixed rule of machine and shape, so that runs repeat to the bit.
/// </summary>
internal static unsafe class LinearKernel
{
    private const int FirstFamily = 0x1A;                    // Zen 4 splits its 512-bit operations: nothing to gain
    private const int FewestRows = 256;                      // below them the copies of W outweigh the product

    private static readonly bool s_isFaster = Vector512.IsHardwareAccelerated && Amd.Family >= FirstFamily;

    /// <summary>Whether this machine computes such layers here.</summary>
    public static bool IsFaster => s_isFaster;

    /// <summary>Says whether a layer is computed here. Never without gradients: at play a row's bits must not depend on how many rows there are.</summary>
    public static bool Serves(Tensor input, Tensor weight) =>
        s_isFaster && is_grad_enabled() && (input.requires_grad || weight.requires_grad)
        && CpuKernels.Serve(input) && CpuKernels.Serve(weight) && input.numel() >= FewestRows * input.size(-1);

    /// <summary>Computes x·Wᵀ + b. Gradients pass.</summary>
    /// <param name="input">[.., In].</param>
    /// <param name="weight">[Out, In].</param>
    /// <param name="bias">[Out] or none.</param>
    /// <returns>A fresh tensor [.., Out] in the current dispose scope.</returns>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        Tensor product = LinearFunction.apply(input.contiguous(), weight.contiguous(), input.requires_grad, weight.requires_grad);
        return (bias is null ? product : product.Plus(bias)).MoveToOuterDisposeScope();
    }

    /// <summary>x·Wᵀ.</summary>
    internal static Tensor Forward(Tensor input, Tensor weight)
    {
        var (outputs, inputs) = (weight.size(0), weight.size(1));
        Tensor output = empty([.. input.shape[..^1], outputs], float32, input.device);
        MatrixProduct.Multiply(Rows(input, inputs), Rows(weight, inputs).Transposed, Rows(output, outputs), (int)(input.numel() / inputs), (int)outputs, (int)inputs, add: false);
        return output;
    }

    /// <summary>The gradient of the input: g·W.</summary>
    internal static Tensor InputGradient(Tensor gradient, Tensor weight)
    {
        var (outputs, inputs) = (weight.size(0), weight.size(1));
        Tensor result = empty([.. gradient.shape[..^1], inputs], float32, gradient.device);
        MatrixProduct.Multiply(Rows(gradient, outputs), Rows(weight, inputs), Rows(result, inputs), (int)(gradient.numel() / outputs), (int)inputs, (int)outputs, add: false);
        return result;
    }

    /// <summary>The gradient of the weight: gᵀ·x.</summary>
    internal static Tensor WeightGradient(Tensor gradient, Tensor input)
    {
        var (outputs, inputs) = (gradient.size(-1), input.size(-1));
        Tensor result = empty([outputs, inputs], float32, gradient.device);
        MatrixProduct.Multiply(Rows(gradient, outputs).Transposed, Rows(input, inputs), Rows(result, inputs), (int)outputs, (int)inputs, (int)(input.numel() / inputs), add: false);
        return result;
    }

    private static MatrixView Rows(Tensor tensor, long width) => new(CpuKernels.At(tensor), (nint)width, 1);

    private static class Amd
    {
        /// <summary>Gets the family of a processor of AMD; 0 for others.</summary>
        public static int Family { get; } = X86Base.IsSupported && X86Base.CpuId(0, 0) is { Ebx: 0x68747541, Edx: 0x69746E65, Ecx: 0x444D4163 } ? FamilyOf(X86Base.CpuId(1, 0).Eax) : 0;

        private static int FamilyOf(int signature) => ((signature >> 8) & 0xF) + ((signature >> 20) & 0xFF);
    }
}
