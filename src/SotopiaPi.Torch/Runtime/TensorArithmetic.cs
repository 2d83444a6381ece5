using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Operators with a number that stays alive until they return.</summary>
/// <remarks>
/// TorchSharp 0.107 turns every number of an expression into a native scalar, passes its handle on and forgets the object: <c>a + b</c> makes one for its factor 1,
/// <c>a * 0.5</c> one for 0.5. A garbage collection that another thread starts at that moment may free the scalar while native code reads it; the operator then
/// fails ("Expected false to be true", from <c>Scalar.h</c>) or computes with another number. Paths that run often use these operators instead.
/// </remarks>
internal static class TensorArithmetic
{
    private static readonly Scalar s_one = 1;

    /// <summary>Adds two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, s_one);

    /// <summary>Adds a tensor to this one, in place.</summary>
    public static Tensor PlusInPlace(this Tensor left, Tensor right) => left.add_(right, s_one);

    /// <summary>Multiplies a tensor by a number.</summary>
    public static Tensor Times(this Tensor left, double factor)
    {
        using Scalar scalar = factor;
        return left.mul(scalar);
    }
}
