using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Attention over segments on the CPU in float32, forward and backward, without masks, padding or copies of shared heads. Results do not
/// depend on the number of threads.
/// </summary>
internal static unsafe class SegmentAttention
{
    private const int FewHeads = 8;
    private const int WorthCutting = 256;                    // rows; below them the copies of keys and values cost more

    /// <summary>Says whether tensors like this one can be attended to here: float32, on a CPU that has the instructions.</summary>
    public static bool Serves(Tensor tensor) => CpuKernels.Serve(tensor);

    /// <summary>Attends. Gradients pass.</summary>
    /// <param name="query">[N, H, Dh].</param>
    /// <param name="key">[P + N, Hkv, Dh]: those of P earlier rows, then those of the queries' rows.</param>
    /// <param name="value">[P + N, Hkv, Dh].</param>
    /// <param name="components">Who sees whom, in rows of the keys; their segments together hold the row of each query once.</param>
    /// <param name="scale">What scores are multiplied with.</param>
    /// <param name="window">The number of keys that a query sees; <see langword="null"/> for all.</param>
    /// <returns>A fresh tensor [N, H, Dh] in the current dispose scope.</returns>
    public static Tensor Attend(Tensor query, Tensor key, Tensor value, IReadOnlyList<AttentionComponent> components, double scale, int? window)
    {
        using var scope = NewDisposeScope();
        AttentionSizes sizes = new((int)query.size(1), (int)key.size(1), (int)query.size(2), (float)scale, window ?? int.MaxValue);
        return SegmentAttentionFunction.apply(query.contiguous(), key.contiguous(), value.contiguous(), components, sizes).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the output and the logarithm of each row's sum of exponentials.</summary>
    internal static void Forward(IReadOnlyList<AttentionComponent> components, AttentionSizes sizes, Tensor query, Tensor key, Tensor value, Tensor output, Tensor logSum) =>
        Run(components, sizes, Passes.Forward, new AttentionPointers
        {
            Query = AtKeyRow(query, key),
            Key = CpuKernels.At(key),
            Value = CpuKernels.At(value),
            Output = AtKeyRow(output, key),
            LogSum = AtKeyRow(logSum, key),
        }, 0);

    /// <summary>Computes the gradients: of the queries, and of keys and values [parts, P + N, Hkv, Dh], whose sum over the parts is wanted.</summary>
    internal static void Backward(IReadOnlyList<AttentionComponent> components, AttentionSizes sizes, IReadOnlyList<Tensor> saved, Tensor gradient, Tensor[] results) =>
        Run(components, sizes, Passes.Backward, new AttentionPointers
        {
            Query = AtKeyRow(saved[0], saved[1]),
            Key = CpuKernels.At(saved[1]),
            Value = CpuKernels.At(saved[2]),
            Output = AtKeyRow(saved[3], saved[1]),
            LogSum = AtKeyRow(saved[4], saved[1]),
            OutputGradient = AtKeyRow(gradient, saved[1]),
            QueryGradient = AtKeyRow(results[0], saved[1]),
            KeyGradient = CpuKernels.At(results[1]),
            ValueGradient = CpuKernels.At(results[2]),
        }, (nint)saved[1].numel());

    // Where row 0 would lie, counted as the keys are: the rows before the first query are never touched.
    private static float* AtKeyRow(Tensor queries, Tensor key) =>
        CpuKernels.At(queries) - ((nint)(key.size(0) - queries.size(0)) * (nint)(queries.numel() / queries.size(0)));

    /// <summary>Gives the parts that the queries of each head are cut into: two where few heads would leave a thread without work. It depends on the shape alone, not on the threads.</summary>
    internal static int Parts(IReadOnlyList<AttentionComponent> components, AttentionSizes sizes) =>
        components.Count * sizes.KeyHeads < FewHeads && components.Max(component => component.Count) >= WorthCutting ? 2 : 1;

    private static void Run(IReadOnlyList<AttentionComponent> components, AttentionSizes sizes, Passes passes, AttentionPointers at, nint gradientSize)
    {
        // Largest first, so that the last to end is small.
        int parts = Parts(components, sizes);
        (AttentionComponent Component, int KeyHead, int Part)[] work = [.. from component in components.OrderByDescending(c => c.Count)
                                                                           from head in Enumerable.Range(0, sizes.KeyHeads)
                                                                           from part in Enumerable.Range(0, parts)
                                                                           select (component, head, part)];
        ThreadTeam.For(
            work.Length,
            passes.Create,
            (pass, i) => pass.Run(work[i].Component, work[i].KeyHead, (work[i].Part, parts), sizes, at.Part(work[i].Part, gradientSize)),
            pass => pass.Dispose());
    }

    private sealed record Passes(Func<IAttentionPass> Create)
    {
        public static Passes Forward { get; } = new(Vector512.IsHardwareAccelerated ? () => new AttentionForward<Lane512>() : () => new AttentionForward<Lane256>());

        public static Passes Backward { get; } = new(Vector512.IsHardwareAccelerated ? () => new AttentionBackward<Lane512>() : () => new AttentionBackward<Lane256>());
    }
}
