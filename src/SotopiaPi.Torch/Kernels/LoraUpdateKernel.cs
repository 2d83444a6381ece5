using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Adds an adapter's update to a layer's output, y + scaling · (x·Aᵀ)·Bᵀ, with the products of <see cref="LinearKernel"/>.</summary>
internal static unsafe class LoraUpdateKernel
{
    /// <summary>Adds the update. Gradients pass to all four tensors.</summary>
    /// <param name="output">The layer's output [N, Out].</param>
    /// <param name="input">The layer's input [N, In], maybe with some of it dropped.</param>
    /// <param name="down">A [R, In].</param>
    /// <param name="up">B [Out, R].</param>
    /// <param name="scaling">What the update is multiplied with.</param>
    /// <returns>A fresh tensor [N, Out] in the current dispose scope.</returns>
    public static Tensor Add(Tensor output, Tensor input, Tensor down, Tensor up, double scaling)
    {
        using var scope = NewDisposeScope();
        return LoraUpdateFunction.apply(output.contiguous(), input.contiguous(), down.contiguous(), up.contiguous(), scaling).MoveToOuterDisposeScope();
    }

    /// <summary>Gives the sum, and scaling · x·Aᵀ [N, R].</summary>
    internal static (Tensor Sum, Tensor Low) Forward(Tensor output, Tensor input, Tensor down, Tensor up, double scaling)
    {
        Tensor low = LinearKernel.Forward(input, down).TimesInPlace(scaling);
        Tensor sum = output.clone();
        MatrixProduct.Multiply(Rows(low), Rows(up).Transposed, Rows(sum), (int)sum.size(0), (int)sum.size(1), (int)low.size(1), add: true);
        return (sum, low);
    }

    /// <summary>Gives the gradients of input, A and B.</summary>
    internal static (Tensor Input, Tensor Down, Tensor Up) Backward(Tensor gradient, Tensor input, Tensor low, Tensor down, Tensor up, double scaling)
    {
        using Tensor lowGradient = LinearKernel.InputGradient(gradient, up).TimesInPlace(scaling);   // [N, R]
        return (LinearKernel.InputGradient(lowGradient, down), LinearKernel.WeightGradient(lowGradient, input), LinearKernel.WeightGradient(gradient, low));
    }

    private static MatrixView Rows(Tensor tensor) => new(CpuKernels.At(tensor), (nint)tensor.size(1), 1);
}
