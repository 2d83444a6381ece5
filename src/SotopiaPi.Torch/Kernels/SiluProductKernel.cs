using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Computes silu(gate) · up, the middle of a gated MLP, forward and backward in one pass each; nothing but its inputs is kept.</summary>
internal static unsafe class SiluProductKernel
{
    /// <summary>Computes silu(gate) · up. Gradients pass.</summary>
    /// <param name="gate">[N, I], of the kind that <see cref="CpuKernels.Serve"/> names.</param>
    /// <param name="up">[N, I].</param>
    /// <returns>A fresh tensor [N, I] in the current dispose scope.</returns>
    public static Tensor Multiply(Tensor gate, Tensor up)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (gate.contiguous(), up.contiguous());
        Tensor result = is_grad_enabled() && (gate.requires_grad || up.requires_grad) ? SiluProductFunction.apply(left, right) : Forward(left, right);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Gives the product.</summary>
    internal static Tensor Forward(Tensor gate, Tensor up)
    {
        Tensor output = empty_like(gate);
        float* g = CpuKernels.At(gate);
        float* u = CpuKernels.At(up);
        float* y = CpuKernels.At(output);
        int width = (int)gate.size(-1);
        RowWork.For((int)(gate.numel() / width), width, (_, from, to) =>
        {
            nint offset = (nint)from * width;
            nint count = (nint)(to - from) * width;
            if (Vector512.IsHardwareAccelerated)
            {
                Forward<Lane512>(g + offset, u + offset, y + offset, count);
            }
            else
            {
                Forward<Lane256>(g + offset, u + offset, y + offset, count);
            }
        });
        return output;
    }

    /// <summary>Gives the gradients of both inputs.</summary>
    internal static (Tensor Gate, Tensor Up) Backward(Tensor gate, Tensor up, Tensor gradient)
    {
        var (gateGradient, upGradient) = (empty_like(gate), empty_like(up));
        float* g = CpuKernels.At(gate);
        float* u = CpuKernels.At(up);
        float* d = CpuKernels.At(gradient);
        float* dg = CpuKernels.At(gateGradient);
        float* du = CpuKernels.At(upGradient);
        int width = (int)gate.size(-1);
        RowWork.For((int)(gate.numel() / width), width, (_, from, to) =>
        {
            nint at = (nint)from * width;
            nint count = (nint)(to - from) * width;
            if (Vector512.IsHardwareAccelerated)
            {
                Backward<Lane512>(g + at, u + at, d + at, dg + at, du + at, count);
            }
            else
            {
                Backward<Lane256>(g + at, u + at, d + at, dg + at, du + at, count);
            }
        });
        return (gateGradient, upGradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T>(float* g, float* u, float* y, nint count) where T : struct, ILane<T>
    {
        nint i = 0;
        for (; i <= count - T.Width; i += T.Width)
        {
            T x = T.Load(g + i);
            T.Store(y + i, T.Multiply(T.Multiply(x, T.Sigmoid(x)), T.Load(u + i)));
        }

        for (; i < count; i++)
        {
            y[i] = g[i] * Sigmoid(g[i]) * u[i];
        }
    }

    // silu′ = s + x·s·(1 − s) with s the sigmoid.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T>(float* g, float* u, float* d, float* dg, float* du, nint count) where T : struct, ILane<T>
    {
        T one = T.Of(1);
        nint i = 0;
        for (; i <= count - T.Width; i += T.Width)
        {
            T x = T.Load(g + i), s = T.Sigmoid(x), incoming = T.Load(d + i);
            T silu = T.Multiply(x, s);
            T slope = T.MultiplyAdd(silu, T.Subtract(one, s), s);
            T.Store(du + i, T.Multiply(incoming, silu));
            T.Store(dg + i, T.Multiply(T.Multiply(incoming, T.Load(u + i)), slope));
        }

        for (; i < count; i++)
        {
            float s = Sigmoid(g[i]);
            du[i] = d[i] * g[i] * s;
            dg[i] = d[i] * u[i] * (s + (g[i] * s * (1 - s)));
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
