using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Makes parameters of tensors that the caller hands over.</summary>
internal static class Parameters
{
    private static long s_made;

    /// <summary>
    /// Gets how many parameters were made. TorchSharp 0.107 never takes the tensor that a parameter was made of off
    /// <see cref="Tensor.TotalCount"/>, although its memory is the parameter's: whoever counts live tensors subtracts this.
    /// </summary>
    public static long Made => Interlocked.Read(ref s_made);

    /// <summary>Makes a parameter; the tensor becomes empty.</summary>
    public static Parameter Own(Tensor values, bool trainable)
    {
        Interlocked.Increment(ref s_made);
        return new Parameter(values, trainable);
    }
}
