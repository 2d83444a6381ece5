using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Runs backward passes through functions of <see cref="KernelFunction{T}"/>.</summary>
internal static class BackwardPass
{
    [ThreadStatic]
    private static List<Tensor>? t_given;                    // by the last function: native code copies them before it calls the next one

    private static Exception? s_failure;

    /// <summary>Propagates gradients from tensors to the leaves of their graphs.</summary>
    /// <param name="roots">The tensors, each with a graph.</param>
    /// <param name="gradients">The gradient of each; empty where the one root is a scalar.</param>
    /// <exception cref="InvalidOperationException">A function failed.</exception>
    public static void Run(IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> gradients)
    {
        autograd.backward([.. roots], gradients.Count == 0 ? null : [.. gradients]);
        Release();
        if (Interlocked.Exchange(ref s_failure, null) is { } failure)
        {
            throw new InvalidOperationException($"A backward pass failed: {failure.Message}", failure);
        }
    }

    /// <summary>Moves the gradients that a function gives to the scope around it, and frees those of the function before.</summary>
    public static List<Tensor> Keep(List<Tensor> gradients)
    {
        Release();
        gradients.ForEach(gradient => gradient?.MoveToOuterDisposeScope());
        return t_given = gradients;
    }

    /// <summary>Notes that a function failed.</summary>
    public static void Fail(Exception failure) => Interlocked.CompareExchange(ref s_failure, failure, null);

    private static void Release()
    {
        t_given?.ForEach(gradient => gradient?.Dispose());
        t_given = null;
    }
}
