using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Sends trees through a decoder, whole where they fit the budget and depth first where they do not.</summary>
/// <param name="decoder">The model.</param>
/// <param name="budget">What may be alive at once.</param>
/// <param name="rows">What takes the place of −log p of a target, or <see langword="null"/>.</param>
internal sealed class TreePasses(Decoder decoder, BatchBudget budget, RowLosses? rows = null)
{
    /// <summary>Gets what may be alive at once.</summary>
    public BatchBudget Budget => budget;

    /// <summary>Computes the loss of a tree and, where gradients are recorded, adds its gradient to that of the parameters.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <returns>The weighted sum of −log p of the targets: a fresh scalar without a graph in the current dispose scope.</returns>
    public Tensor Loss(TokenTree tree, CancellationToken cancellationToken) => Sum(DepthFirst.Cut(tree, budget), [], cancellationToken);

    /// <summary>Computes the number of each target of a tree, in one pass and without a graph, however large it is.</summary>
    /// <returns>[M], in the order of the targets.</returns>
    public double[] Values(TokenTree tree)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using PackedSequences packed = new(new TreePass(tree, 0, []), [], decoder.Device);
        return [.. packed.TargetLosses(decoder, rows).to(float64).cpu().data<double>()];
    }

    private Tensor Sum(IReadOnlyList<TreePass> passes, IReadOnlyList<KeptKeys> past, CancellationToken cancellationToken)
    {
        Tensor sum = Run(passes[0], past, cancellationToken);
        foreach (TreePass pass in passes.Skip(1))
        {
            using Tensor part = Run(pass, past, cancellationToken);
            sum.PlusInPlace(part);
        }

        return sum;
    }

    private Tensor Run(TreePass pass, IReadOnlyList<KeptKeys> past, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using PackedSequences packed = new(pass, past, decoder.Device, decoder.Checkpointing);
        Tensor loss = packed.Loss(decoder, rows);
        Tensor sum = loss.detach().clone();
        if (packed.Kept is { } kept)
        {
            sum.PlusInPlace(Sum(pass.Branches, [.. past, kept], cancellationToken));
        }

        if (is_grad_enabled())
        {
            var branches = packed.Kept?.Gradients().ToArray() ?? [];
            BackwardPass.Run([loss, .. branches.Select(b => b.Root)], [ones_like(loss), .. branches.Select(b => b.Gradient)]);
        }

        return sum.MoveToOuterDisposeScope();
    }
}
