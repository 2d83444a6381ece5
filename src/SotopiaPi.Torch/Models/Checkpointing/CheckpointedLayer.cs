using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A layer whose activations are not kept: a backward pass computes them again from its input (arXiv:1604.06174).</summary>
/// <param name="index">The layer, from 0.</param>
/// <param name="forward">Computes the layer: [N, D] to [M, D].</param>
/// <param name="attention">The pattern that it attends by.</param>
/// <param name="generator">What the layer draws from, at present; <see langword="null"/> for nothing.</param>
internal sealed class CheckpointedLayer(int index, Func<Tensor, Tensor> forward, IAttentionPattern attention, Generator? generator)
{
    private readonly Tensor? _before = generator?.get_state().DetachFromDisposeScope(); // freed by the backward pass

    /// <summary>Computes the layer without a graph of its own. Gradients pass to the input and to the parameters.</summary>
    /// <param name="input">[N, D]; requires a gradient.</param>
    /// <returns>A fresh tensor [M, D] in the current dispose scope.</returns>
    public Tensor Apply(Tensor input)
    {
        using var scope = NewDisposeScope();
        return CheckpointFunction.apply(input, this).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the layer.</summary>
    internal Tensor Forward(Tensor input) => forward(input);

    /// <summary>Computes the layer again and propagates: parameters get their gradients, the input's is the result.</summary>
    internal Tensor Backward(Tensor input, Tensor gradient)
    {
        using var recorded = enable_grad();
        Tensor leaf = input.detach().requires_grad_();
        Tensor output = AsBefore(leaf);
        var kept = (attention as IKeepsKeys)?.Gradients(index).ToArray() ?? [];
        BackwardPass.Run([output, .. kept.Select(pair => pair.Root)], [gradient, .. kept.Select(pair => pair.Gradient)]);
        return leaf.grad!;
    }

    // Draws what was drawn in the forward pass.
    private Tensor AsBefore(Tensor input)
    {
        if (generator is null)
        {
            return forward(input);
        }

        Tensor now = generator.get_state();
        try
        {
            generator.set_state(_before!);
            return forward(input);
        }
        finally
        {
            generator.set_state(now);
            _before!.Dispose();
        }
    }
}
