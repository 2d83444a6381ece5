using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Rotates the pairs (i, i + R/2) of heads by given angles in one pass; the backward pass turns back.</summary>
internal static unsafe class RotationKernel
{
    /// <summary>Rotates. Gradients pass to the heads, not to the angles.</summary>
    /// <param name="heads">[N, H, Dh], of the kind that <see cref="CpuKernels.Serve"/> names.</param>
    /// <param name="cos">Cosines [N, 1, R], both halves alike.</param>
    /// <param name="sin">Sines [N, 1, R], the first half with the opposite sign.</param>
    /// <returns>A fresh tensor [N, H, Dh] in the current dispose scope.</returns>
    public static Tensor Rotate(Tensor heads, Tensor cos, Tensor sin)
    {
        using var scope = NewDisposeScope();
        Tensor rows = heads.contiguous();
        Tensor result = is_grad_enabled() && heads.requires_grad ? RotationFunction.apply(rows, cos, sin) : Turn(rows, cos, sin, 1);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Gives the heads turned by the angles, or with −1 turned back.</summary>
    internal static Tensor Turn(Tensor heads, Tensor cos, Tensor sin, float sign)
    {
        Tensor output = empty_like(heads);
        float* x = CpuKernels.At(heads);
        float* c = CpuKernels.At(cos);
        float* s = CpuKernels.At(sin);
        float* y = CpuKernels.At(output);
        var (count, size, turning) = ((int)heads.size(1), (int)heads.size(2), (int)cos.size(-1));
        RowWork.For((int)heads.size(0), count * size, (_, from, to) =>
        {
            for (int row = from; row < to; row++)
            {
                for (int head = 0; head < count; head++)
                {
                    nint at = (((nint)row * count) + head) * size;
                    nint angle = (nint)row * turning;
                    if (Vector512.IsHardwareAccelerated && turning % 32 == 0)
                    {
                        Turn<Lane512>(x + at, c + angle, s + angle, y + at, turning / 2, sign);
                    }
                    else
                    {
                        Turn<Lane256>(x + at, c + angle, s + angle, y + at, turning / 2, sign);
                    }

                    new ReadOnlySpan<float>(x + at + turning, size - turning).CopyTo(new Span<float>(y + at + turning, size - turning));
                }
            }
        });
        return output;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn<T>(float* x, float* cos, float* sin, float* y, int half, float sign) where T : struct, ILane<T>
    {
        T factor = T.Of(sign);
        int i = 0;
        for (; i <= half - T.Width; i += T.Width)
        {
            T first = T.Load(x + i), second = T.Load(x + half + i);
            T.Store(y + i, T.MultiplyAdd(T.Multiply(second, factor), T.Load(sin + i), T.Multiply(first, T.Load(cos + i))));
            T.Store(y + half + i, T.MultiplyAdd(T.Multiply(first, factor), T.Load(sin + half + i), T.Multiply(second, T.Load(cos + half + i))));
        }

        for (; i < half; i++)
        {
            float first = x[i], second = x[half + i];
            y[i] = (first * cos[i]) + (second * sign * sin[i]);
            y[half + i] = (second * cos[half + i]) + (first * sign * sin[half + i]);
        }
    }
}
