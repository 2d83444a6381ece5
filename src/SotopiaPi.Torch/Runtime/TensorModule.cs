using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// A module from [.., In] to [.., Out] whose own parameters and buffers outlive the dispose scope in which it was built. Derived classes call
/// <see cref="RegisterComponents"/> as the last statement of their constructor; the module's <c>Dispose</c> frees what it holds.
/// </summary>
/// <param name="name">The name that the module's errors show.</param>
public abstract class TensorModule(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Registers the fields as components and takes the module's own tensors out of the current dispose scope.</summary>
    protected override void RegisterComponents()
    {
        base.RegisterComponents();
        foreach (var (_, parameter) in named_parameters(recurse: false))
        {
            parameter.DetachFromDisposeScope();
        }

        foreach (var (_, buffer) in named_buffers(recurse: false))
        {
            buffer.DetachFromDisposeScope();
        }
    }
}
