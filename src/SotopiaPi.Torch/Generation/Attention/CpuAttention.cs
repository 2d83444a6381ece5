using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Attention of one pass on the CPU, row by row over the blocks of its sequence; computed in float32.</summary>
internal sealed unsafe class CpuAttention(CpuKvStore store, IReadOnlyList<RowRun> runs) : IAttentionPattern
{
    public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        Tensor q = query.to(float32).contiguous();
        Tensor k = key.to(float32).contiguous();
        Tensor v = value.to(float32).contiguous();
        Tensor mixed = zeros_like(q);                                                   // [N, H, Dh]
        Attend(layer, Pointer(q), Pointer(k), Pointer(v), Pointer(mixed));
        Tensor result = mixed.to(query.dtype);
        return result.MoveToOuterDisposeScope();
    }

    private static float* Pointer(Tensor tensor) =>
        (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    private void Attend(AttentionLayer layer, float* query, float* key, float* value, float* mixed)
    {
        long keyRow = (long)layer.KeyValueHeadCount * layer.HeadSize;
        long queryRow = (long)layer.HeadCount * layer.HeadSize;
        int longest = runs.Count == 0 ? 0 : runs.Max(run => run.FirstPosition + run.Count);
        using var kernel = new AttentionKernel(store, layer, longest);
        foreach (RowRun run in runs)
        {
            kernel.Store(run, key + (run.FirstRow * keyRow), value + (run.FirstRow * keyRow));
        }

        foreach (RowRun run in runs)
        {
            kernel.Attend(run, query + (run.FirstRow * queryRow), mixed + (run.FirstRow * queryRow));
        }
    }
}
