using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// The base of functions recorded for autograd. Gradients are freed as soon as the next function runs, so that those of all layers never live at
/// once; an exception, which would end the process if it left a native backward pass, waits for <see cref="BackwardPass.Run"/>.
/// </summary>
/// <typeparam name="T">The function itself.</typeparam>
internal abstract class KernelFunction<T> : autograd.SingleTensorFunction<T> where T : KernelFunction<T>, new()
{
    /// <inheritdoc/>
    public override string Name => typeof(T).Name;

    /// <summary>Gets the number of arguments of <c>apply</c>.</summary>
    protected abstract int Arguments { get; }

    /// <inheritdoc/>
    public sealed override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);                    // what a failed function does not give stays missing
        return Forward(ctx, vars);
    }

    /// <inheritdoc/>
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        if (grad_output.IsInvalid)
        {
            grad_output.Dispose();
            return [.. Enumerable.Repeat<Tensor>(null!, Arguments)];
        }

        using var scope = NewDisposeScope();
        try
        {
            using (grad_output)
            {
                return BackwardPass.Keep(Backward(ctx, ctx.get_saved_variables(), grad_output.contiguous()));
            }
        }
        catch (Exception e)
        {
            BackwardPass.Fail(e);
            return [.. Enumerable.Repeat<Tensor>(null!, Arguments)];
        }
    }

    /// <summary>Computes the output, and keeps what the backward pass needs.</summary>
    protected abstract Tensor Forward(autograd.AutogradContext ctx, object[] vars);

    /// <summary>Gives one gradient for each argument of <c>apply</c>; null where there is none.</summary>
    /// <param name="ctx">What the forward pass kept.</param>
    /// <param name="saved">The tensors that it saved; they end with the call.</param>
    /// <param name="gradient">The output's gradient, contiguous.</param>
    protected abstract List<Tensor> Backward(autograd.AutogradContext ctx, IReadOnlyList<Tensor> saved, Tensor gradient);
}
