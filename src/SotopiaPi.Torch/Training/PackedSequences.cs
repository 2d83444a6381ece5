using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Sequences packed one after another without padding, on the decoder's device, with the rows that predict a target: only these go through
/// the head.
/// </summary>
internal sealed class PackedSequences : IDisposable
{
    private readonly CausalBatch _pattern;
    private readonly Tensor _ids;                                                       // [N]
    private readonly Tensor _rows;                                                      // [M]: the row before each target
    private readonly Tensor _targets;                                                   // [M]
    private readonly Tensor _weights;                                                   // [M], float32

    /// <summary>Packs.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="scales">What the loss weights of each sequence are multiplied with.</param>
    /// <param name="device">Where the decoder computes.</param>
    public PackedSequences(IReadOnlyList<TokenSequence> sequences, IReadOnlyList<double> scales, Device device)
    {
        List<long> rows = [];
        List<long> targets = [];
        List<float> weights = [];
        long start = 0;
        for (int s = 0; s < sequences.Count; s++)
        {
            var (ids, lossWeights) = (sequences[s].Ids, sequences[s].LossWeights);
            for (int t = 1; t < ids.Length; t++)
            {
                if (lossWeights[t] > 0)
                {
                    rows.Add(start + t - 1);
                    targets.Add(ids[t]);
                    weights.Add((float)(lossWeights[t] * scales[s]));
                }
            }

            start += ids.Length;
        }

        _pattern = new CausalBatch([.. sequences.Select(s => (long)s.Ids.Length)], device);
        _ids = Owned([.. sequences.SelectMany(s => s.Ids).Select(id => (long)id)], device);
        _rows = Owned([.. rows], device);
        _targets = Owned([.. targets], device);
        _weights = tensor([.. weights], device: device).DetachFromDisposeScope();
    }

    /// <summary>Computes the weighted sum of −log p of the targets: a fresh scalar with its graph.</summary>
    public Tensor Loss(Decoder decoder)
    {
        using var scope = NewDisposeScope();
        return (TargetLosses(decoder) * _weights).sum().MoveToOuterDisposeScope();
    }

    /// <summary>Computes −log p of each target [M], float32.</summary>
    public Tensor TargetLosses(Decoder decoder)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = decoder.Hidden(_ids, _pattern.Positions, _pattern);             // [N, D]
        Tensor logits = decoder.Logits(hidden.index_select(0, _rows));                  // [M, V]
        return nn.functional.cross_entropy(logits, _targets, reduction: nn.Reduction.None).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        _pattern.Dispose();
        _ids.Dispose();
        _rows.Dispose();
        _targets.Dispose();
        _weights.Dispose();
    }

    private static Tensor Owned(long[] values, Device device) => tensor(values, device: device).DetachFromDisposeScope();
}
