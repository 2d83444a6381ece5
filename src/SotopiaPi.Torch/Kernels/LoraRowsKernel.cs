using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Adds the updates of different adapters to the rows of one layer's output: y += scaling · B·(A·x). Each row is computed by itself, so its numbers
/// do not depend on which rows, of which adapters, are beside it.
/// </summary>
internal static unsafe class LoraRowsKernel
{
    /// <summary>Says whether the kernel computes these rows: without gradients, in float32 on a CPU, with frozen adapters.</summary>
    public static bool Serves(Tensor input, Tensor output, IReadOnlyList<LoraRows> rows, string path) =>
        !is_grad_enabled() && CpuKernels.Serve(input) && CpuKernels.Serve(output) && output.is_contiguous()
        && rows.All(run => run.Adapter is null || !run.Adapter.Modules.TryGetValue(path, out LoraModule? module) || module.FrozenUp is not null);

    /// <summary>Adds the updates in place.</summary>
    /// <param name="input">The layer's input [N, In], contiguous.</param>
    /// <param name="output">The layer's output [N, Out].</param>
    /// <param name="rows">The adapter of each run of rows.</param>
    /// <param name="path">The layer.</param>
    public static void Add(Tensor input, Tensor output, IReadOnlyList<LoraRows> rows, string path)
    {
        var (inputs, outputs) = ((int)input.size(1), (int)output.size(1));
        float* x = CpuKernels.At(input);
        float* y = CpuKernels.At(output);
        foreach (LoraRows run in rows)
        {
            if (run.Adapter is { } adapter && adapter.Modules.TryGetValue(path, out LoraModule? module))
            {
                Add(module, x, y, (int)run.Count, inputs, outputs);
            }

            x += run.Count * inputs;
            y += run.Count * outputs;
        }
    }

    private static void Add(LoraModule module, float* x, float* y, int count, int inputs, int outputs)
    {
        int rank = (int)module.Down!.size(0);
        float* down = CpuKernels.At(module.Down);
        float* up = CpuKernels.At(module.FrozenUp!);
        RowWork.For(count, rank * (inputs + outputs), (_, from, to) =>
        {
            for (int row = from; row < to; row++)
            {
                if (Vector512.IsHardwareAccelerated)
                {
                    Row<Lane512>(x + ((nint)row * inputs), down, up, y + ((nint)row * outputs), rank, inputs, outputs);
                }
                else
                {
                    Row<Lane256>(x + ((nint)row * inputs), down, up, y + ((nint)row * outputs), rank, inputs, outputs);
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<T>(float* x, float* down, float* up, float* y, int rank, int inputs, int outputs) where T : struct, ILane<T>
    {
        int r = 0;
        float* low = stackalloc float[4];
        for (; r <= rank - 4; r += 4)
        {
            Dot4<T>(x, down + ((nint)r * inputs), low, inputs);
            Add4<T>(low, up + ((nint)r * outputs), y, outputs);
        }

        for (; r < rank; r++)
        {
            Add1<T>(RowMath.Dot<T>(x, down + ((nint)r * inputs), inputs), up + ((nint)r * outputs), y, outputs);
        }
    }

    /// <summary>The products of x with four rows side by side, so that none waits for another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dot4<T>(float* x, float* a, float* low, int count) where T : struct, ILane<T>
    {
        float* b = a + count;
        float* c = b + count;
        float* d = c + count;
        T s0 = T.Zero, s1 = s0, s2 = s0, s3 = s0;
        int i = 0;
        for (; i <= count - T.Width; i += T.Width)
        {
            T lane = T.Load(x + i);
            s0 = T.MultiplyAdd(lane, T.Load(a + i), s0);
            s1 = T.MultiplyAdd(lane, T.Load(b + i), s1);
            s2 = T.MultiplyAdd(lane, T.Load(c + i), s2);
            s3 = T.MultiplyAdd(lane, T.Load(d + i), s3);
        }

        (low[0], low[1], low[2], low[3]) = (T.Sum(s0), T.Sum(s1), T.Sum(s2), T.Sum(s3));
        for (; i < count; i++)
        {
            low[0] += x[i] * a[i];
            low[1] += x[i] * b[i];
            low[2] += x[i] * c[i];
            low[3] += x[i] * d[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add4<T>(float* low, float* a, float* y, int count) where T : struct, ILane<T>
    {
        float* b = a + count;
        float* c = b + count;
        float* d = c + count;
        T l0 = T.Of(low[0]), l1 = T.Of(low[1]), l2 = T.Of(low[2]), l3 = T.Of(low[3]);
        int i = 0;
        for (; i <= count - T.Width; i += T.Width)
        {
            T sum = T.MultiplyAdd(l0, T.Load(a + i), T.Load(y + i));
            sum = T.MultiplyAdd(l1, T.Load(b + i), sum);
            sum = T.MultiplyAdd(l2, T.Load(c + i), sum);
            T.Store(y + i, T.MultiplyAdd(l3, T.Load(d + i), sum));
        }

        for (; i < count; i++)
        {
            y[i] += (low[0] * a[i]) + (low[1] * b[i]) + (low[2] * c[i]) + (low[3] * d[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add1<T>(float low, float* a, float* y, int count) where T : struct, ILane<T>
    {
        T by = T.Of(low);
        int i = 0;
        for (; i <= count - T.Width; i += T.Width)
        {
            T.Store(y + i, T.MultiplyAdd(by, T.Load(a + i), T.Load(y + i)));
        }

        for (; i < count; i++)
        {
            y[i] += low * a[i];
        }
    }
}
