using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Attention of one pass on the CPU, row by row over the blocks of its sequence; computed in float32, shared out to as many threads as torch has here.</summary>
internal sealed unsafe class CpuAttention(CpuKvStore store, IReadOnlyList<RowRun> runs) : IAttentionPattern
{
    private const int PieceTokens = 32;
    private const int WorthSharing = 1 << 9;        // keys times rows of a head; below it a thread takes longer to begin

    private readonly long _work = runs.Sum(run => (long)run.Count * (run.FirstPosition + run.Count));

    /// <summary>Some tokens of a run.</summary>
    private readonly record struct Piece(RowRun Run, int First, int End);

    private readonly Piece[] _pieces =
    [
        .. from run in runs
           from piece in Enumerable.Range(0, (run.Count + PieceTokens - 1) / PieceTokens)
           select new Piece(run, piece * PieceTokens, Math.Min(run.Count, (piece + 1) * PieceTokens)),
    ];

    public Tensor Attend(AttentionLayer layer, Tensor query, Tensor key, Tensor value)
    {
        using var scope = NewDisposeScope();
        Tensor q = query.to(float32).contiguous();
        Tensor k = key.to(float32).contiguous();
        Tensor v = value.to(float32).contiguous();
        Tensor mixed = zeros_like(q);                                                   // [N, H, Dh]
        Attend(layer, CpuKernels.At(q), CpuKernels.At(k), CpuKernels.At(v), CpuKernels.At(mixed));
        Tensor result = mixed.to(query.dtype);
        return result.MoveToOuterDisposeScope();
    }

    private void Attend(AttentionLayer layer, float* query, float* key, float* value, float* mixed)
    {
        nint keyRow = (nint)layer.KeyValueHeadCount * layer.HeadSize;
        nint queryRow = (nint)layer.HeadCount * layer.HeadSize;
        int heads = layer.KeyValueHeadCount;
        using (var storing = new AttentionKernel(store, layer, longest: 0))
        {
            foreach (RowRun run in runs)
            {
                storing.Store(run, key + (run.FirstRow * keyRow), value + (run.FirstRow * keyRow));
            }
        }

        int longest = runs.Count == 0 ? 0 : runs.Max(run => run.FirstPosition + run.Count);
        ThreadTeam.For(
            _pieces.Length * heads,
            () => new AttentionKernel(store, layer, longest),
            (kernel, i) =>
            {
                Piece piece = _pieces[i / heads];
                kernel.Attend(piece.Run, i % heads, piece.First, piece.End, query + (piece.Run.FirstRow * queryRow), mixed + (piece.Run.FirstRow * queryRow));
            },
            kernel => kernel.Dispose(),
            isWorthSharing: _work >= WorthSharing);
    }
}
