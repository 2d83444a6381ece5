using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Operators with a number that stays alive until they return.</summary>
/// <remarks>
/// TorchSharp 0.107 turns every number of an expression into a native scalar, passes its handle on and forgets the object: <c>a + b</c> makes one for its factor 1,
/// <c>a * 0.5</c> one for 0.5. A garbage collection that another thread starts at that moment may free the scalar while native code reads it; the operator then
/// fails ("Expected false to be true", from <c>Scalar.h</c>) or computes with another number. A test reads the compiled code of this library and refuses all other ways to do so.
/// </remarks>
internal static class TensorArithmetic
{
    private static readonly Scalar s_one = 1;
    private static readonly Scalar s_zero = 0;

    /// <summary>Adds two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, s_one);

    /// <summary>Adds a tensor to this one, in place.</summary>
    public static Tensor PlusInPlace(this Tensor left, Tensor right) => left.add_(right, s_one);

    /// <summary>Adds a number.</summary>
    public static Tensor Plus(this Tensor left, double number)
    {
        using Scalar scalar = number;
        return left.add(scalar, s_one);
    }

    /// <summary>Multiplies a tensor by a number.</summary>
    public static Tensor Times(this Tensor left, double factor)
    {
        using Scalar scalar = factor;
        return left.mul(scalar);
    }

    /// <summary>Multiplies a tensor by a number, in place.</summary>
    public static Tensor TimesInPlace(this Tensor left, double factor)
    {
        using Scalar scalar = factor;
        return left.mul_(scalar);
    }

    /// <summary>Divides a tensor by a number.</summary>
    public static Tensor Over(this Tensor left, double divisor)
    {
        using Scalar scalar = divisor;
        return left.div(scalar);
    }

    /// <summary>Says of each element whether it is below a number.</summary>
    public static Tensor Below(this Tensor left, long number)
    {
        using Scalar scalar = number;
        return left.lt(scalar);
    }

    /// <summary>Says of each element whether it is at least a number.</summary>
    public static Tensor AtLeast(this Tensor left, long number)
    {
        using Scalar scalar = number;
        return left.ge(scalar);
    }

    /// <summary>Writes a number where a mask is set, in place.</summary>
    public static Tensor FillInPlace(this Tensor left, Tensor mask, double number)
    {
        using Scalar scalar = number;
        return left.masked_fill_(mask, scalar);
    }

    /// <summary>Writes a number everywhere, in place.</summary>
    public static Tensor FillInPlace(this Tensor left, double number)
    {
        using Scalar scalar = number;
        return left.fill_(scalar);
    }

    /// <summary>Gives the numbers from 0 to <paramref name="count"/> − 1.</summary>
    public static Tensor Range(long count, ScalarType type, Device device)
    {
        using Scalar stop = count;
        return arange(s_zero, stop, s_one, dtype: type, device: device);
    }

    /// <summary>Reads the only element; waits for the device.</summary>
    public static double Number(this Tensor tensor)
    {
        using Tensor wide = tensor.to(float64);
        return wide.item<double>();
    }
}
