using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Divides rows by the root of their mean square and multiplies with a weight, forward and backward in one pass each.</summary>
internal static unsafe class RmsNormKernel
{
    /// <summary>Normalises. Gradients pass.</summary>
    /// <param name="input">[.., D], of the kind that <see cref="CpuKernels.Serve"/> names.</param>
    /// <param name="weight">[D].</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <returns>A fresh tensor [.., D] in the current dispose scope.</returns>
    public static Tensor Normalise(Tensor input, Tensor weight, double epsilon)
    {
        using var scope = NewDisposeScope();
        Tensor rows = input.contiguous();
        if (is_grad_enabled() && (input.requires_grad || weight.requires_grad))
        {
            return RmsNormFunction.apply(rows, weight, epsilon).MoveToOuterDisposeScope();
        }

        return Forward(rows, weight, epsilon).Output.MoveToOuterDisposeScope();
    }

    /// <summary>Gives the output, and the factor of each row [rows] that the backward pass needs.</summary>
    internal static (Tensor Output, Tensor Factors) Forward(Tensor input, Tensor weight, double epsilon)
    {
        int width = (int)weight.numel();
        int count = (int)(input.numel() / width);
        Tensor output = empty_like(input);
        Tensor factors = empty([count], float32, input.device);
        float* x = CpuKernels.At(input);
        float* w = CpuKernels.At(weight);
        float* y = CpuKernels.At(output);
        float* f = CpuKernels.At(factors);
        RowWork.For(count, width, (_, from, to) =>
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Forward<Lane512>(x, w, y, f, (float)epsilon, width, from, to);
            }
            else
            {
                Forward<Lane256>(x, w, y, f, (float)epsilon, width, from, to);
            }
        });
        return (output, factors);
    }

    /// <summary>Gives the gradients of input and weight.</summary>
    internal static (Tensor Input, Tensor Weight) Backward(Tensor input, Tensor weight, Tensor factors, Tensor gradient)
    {
        int width = (int)weight.numel();
        int count = (int)factors.numel();
        Tensor inputGradient = empty_like(input);
        using Tensor parts = zeros([RowWork.Chunks(count), width], float32, input.device);
        float* x = CpuKernels.At(input);
        float* w = CpuKernels.At(weight);
        float* f = CpuKernels.At(factors);
        float* g = CpuKernels.At(gradient);
        float* dx = CpuKernels.At(inputGradient);
        float* dw = CpuKernels.At(parts);
        RowWork.For(count, width, (chunk, from, to) =>
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Backward<Lane512>(x, w, f, g, dx, dw + ((nint)chunk * width), width, from, to);
            }
            else
            {
                Backward<Lane256>(x, w, f, g, dx, dw + ((nint)chunk * width), width, from, to);
            }
        });
        return (inputGradient, parts.sum([0L]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T>(float* x, float* w, float* y, float* factors, float epsilon, int width, int from, int to) where T : struct, ILane<T>
    {
        for (int row = from; row < to; row++)
        {
            float* source = x + ((nint)row * width);
            float* target = y + ((nint)row * width);
            float factor = 1 / MathF.Sqrt((RowMath.Dot<T>(source, source, width) / width) + epsilon);
            factors[row] = factor;
            T by = T.Of(factor);
            int i = 0;
            for (; i <= width - T.Width; i += T.Width)
            {
                T.Store(target + i, T.Multiply(T.Multiply(T.Load(source + i), by), T.Load(w + i)));
            }

            for (; i < width; i++)
            {
                target[i] = source[i] * factor * w[i];
            }
        }
    }

    // With u = x·factor: dw = Σ g·u; dx = factor·(w·g − u·mean(w·g·u)).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T>(float* x, float* w, float* factors, float* g, float* dx, float* dw, int width, int from, int to) where T : struct, ILane<T>
    {
        for (int row = from; row < to; row++)
        {
            nint offset = (nint)row * width;
            float factor = factors[row];
            float mean = WeightGradient<T>(x + offset, w, g + offset, dw, factor, width) / width;
            T by = T.Of(factor);
            T back = T.Of(-factor * factor * mean);
            int i = 0;
            for (; i <= width - T.Width; i += T.Width)
            {
                T direct = T.Multiply(T.Multiply(T.Load(w + i), T.Load(g + offset + i)), by);
                T.Store(dx + offset + i, T.MultiplyAdd(T.Load(x + offset + i), back, direct));
            }

            for (; i < width; i++)
            {
                dx[offset + i] = factor * ((w[i] * g[offset + i]) - (x[offset + i] * factor * mean));
            }
        }
    }

    private static float WeightGradient<T>(float* x, float* w, float* g, float* dw, float factor, int width) where T : struct, ILane<T>
    {
        T by = T.Of(factor);
        T lanes = T.Zero;
        int i = 0;
        for (; i <= width - T.Width; i += T.Width)
        {
            T part = T.Multiply(T.Multiply(T.Load(x + i), by), T.Load(g + i));
            T.Store(dw + i, T.Add(T.Load(dw + i), part));
            lanes = T.MultiplyAdd(part, T.Load(w + i), lanes);
        }

        float sum = T.Sum(lanes);
        for (; i < width; i++)
        {
            float part = x[i] * factor * g[i];
            dw[i] += part;
            sum += part * w[i];
        }

        return sum;
    }
}
