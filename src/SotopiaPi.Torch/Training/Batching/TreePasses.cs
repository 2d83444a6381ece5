using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Sends trees through a decoder, whole where they fit the budget and depth first where they do not.</summary>
/// <param name="decoder">The model.</param>
/// <param name="budget">What may be alive at once.</param>
internal sealed class TreePasses(Decoder decoder, BatchBudget budget)
{
    /// <summary>Gets what may be alive at once.</summary>
    public BatchBudget Budget => budget;

    /// <summary>Computes the loss of a tree and, where gradients are recorded, adds its gradient to that of the parameters.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <returns>The weighted sum of −log p of the targets: a fresh scalar without a graph in the current dispose scope.</returns>
    public Tensor Loss(TokenTree tree, CancellationToken cancellationToken) => Sum(DepthFirst.Cut(tree, budget), [], cancellationToken);

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
        using PackedSequences packed = new(pass, past, decoder.Device);
        Tensor loss = packed.Loss(decoder);
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
