using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A <see cref="TreePass"/> on the decoder's device. Only the rows that predict a target go through the head.</summary>
internal sealed class PackedSequences : IDisposable
{
    private readonly IAttentionPattern _pattern;
    private readonly Tensor _ids;                                                       // [N]
    private readonly Tensor _positions;                                                 // [N]
    private readonly Tensor _rows;                                                      // [M]: the row before each target
    private readonly Tensor _targets;                                                   // [M]
    private readonly Tensor _weights;                                                   // [M], float64

    /// <summary>Puts a pass on a device.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="past">What earlier passes keep, from the root on.</param>
    /// <param name="device">The decoder's device.</param>
    /// <param name="checkpointing">Whether the decoder computes its layers again in the backward pass.</param>
    public PackedSequences(TreePass pass, IReadOnlyList<KeptKeys> past, Device device, bool checkpointing = false)
    {
        TokenTree tree = pass.Tokens.Targets.Count > 0 ? pass.Tokens : pass.Tokens with { Targets = [new TreeTarget(0, 0, 0)] };   // a loss of 0
        Kept = pass.Branches.Count > 0 ? new KeptKeys(pass.Kept, checkpointing) : null;
        _pattern = tree.IsPlain && past.Count == 0 && Kept is null
            ? new CausalBatch([.. tree.Components.Select(component => (long)component.Count)], device)
            : new SegmentPattern(tree.Components, past, Kept);
        _ids = Owned(tree.Ids.Select(id => (long)id), device);
        _positions = Owned(tree.Positions.Select(position => (long)position), device);
        _rows = Owned(tree.Targets.Select(target => (long)target.Row), device);
        _targets = Owned(tree.Targets.Select(target => (long)target.Id), device);
        _weights = tensor([.. tree.Targets.Select(target => target.Weight)], device: device).DetachFromDisposeScope();
    }

    /// <summary>Gets what the branches of the pass see; <see langword="null"/> where it has none.</summary>
    public KeptKeys? Kept { get; }

    /// <summary>Computes the weighted sum of −log p of the targets: a fresh scalar with its graph.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="rows">What takes the place of −log p, or <see langword="null"/>.</param>
    public Tensor Loss(Decoder decoder, RowLosses? rows = null)
    {
        using var scope = NewDisposeScope();
        Tensor losses = TargetLosses(decoder, rows);                                    // [M]
        return (losses * _weights.to(losses.dtype)).sum().MoveToOuterDisposeScope();
    }

    /// <summary>Computes −log p of each target [M], float32.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="rows">What takes the place of −log p, or <see langword="null"/>.</param>
    public Tensor TargetLosses(Decoder decoder, RowLosses? rows = null)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = decoder.Hidden(_ids, _positions, _pattern, _rows);              // [M, D]
        if (rows is not null)
        {
            return rows(decoder, hidden, _targets).MoveToOuterDisposeScope();
        }

        Tensor logits = decoder.Logits(hidden);                                         // [M, V]
        return nn.functional.cross_entropy(logits, _targets, reduction: nn.Reduction.None).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        (_pattern as IDisposable)?.Dispose();
        Kept?.Dispose();
        _ids.Dispose();
        _positions.Dispose();
        _rows.Dispose();
        _targets.Dispose();
        _weights.Dispose();
    }

    private static Tensor Owned(IEnumerable<long> values, Device device) => tensor([.. values], device: device).DetachFromDisposeScope();
}
